"""What the demo city says in public: invented, in the words of a talent office."""

from typing import Any

SETTINGS = {
    "headline_zh": "从哪里来，都先从这里谈起",
    "headline_en": "Wherever you are, the talk begins here",
    "lead_zh": "青澜的十二个板块每年分两季征集海内外创业项目：网上报名，板块对接，专家评审，线上路演，谈成的当天签意向。",
    "lead_en": "Twice a year twelve areas of Qinglan call for founders at home and abroad: apply online, be read by "
    "host areas and experts, pitch from your own city, and sign a letter of intent the same day.",
    "phone": "+86 516 0000 0000",
}

# kind, names, what they do
PARTNERS: tuple[tuple[str, str, str, str, str], ...] = (
    ("host", "青澜市人才工作领导小组办公室", "Qinglan Talent Office", "组织征集、评审和路演", "Runs the calls and the events"),
    ("co_host", "青澜市科学技术局", "Qinglan Bureau of Science and Technology", "组织专家评审", "Convenes the experts"),
    ("co_host", "青澜理工大学", "Qinglan University of Technology", "提供会场与实验室", "Halls and laboratories"),
    ("support", "青澜市投资集团", "Qinglan Investment Group", "人才基金跟投", "Invests beside the talent fund"),
    ("support", "澜湾银行青澜分行", "Lanwan Bank, Qinglan Branch", "人才贷", "Loans for founders"),
    ("partner", "北岸海外校友会", "Northshore Alumni Abroad", "海外联络", "Contact abroad"),
    ("partner", "莱茵青年工程师联合会", "Young Engineers on the Rhine", "欧洲推介", "Talks in Europe"),
    ("partner", "湖畔概念验证中心", "Lakeside Proof-of-Concept Centre", "概念验证与中试", "Proof of concept and pilots"),
)  # fmt: skip

_HOW_ZH = """## 报名前先看三件事
- **先自测**：征集页上的“能不能报”有五个问题，不用注册。
- **谁会看**：只有被请来对接的板块和评审的专家；每次打开都有记录，您看得到。
- **随时可退**：截止前可改，任何阶段可退出，不影响以后再报。

## 要准备什么
1. 项目名称和一段话的简介，中文或英文都行
2. 商业计划书（PDF，20 MB以内）
3. 希望在本市落地的计划：要什么样的场地、设备和伙伴

## 不需要什么
不要求国内手机号、身份证或微信；不收任何费用；知识产权仍归您所有。您可以随时向所在单位或资助方披露参加情况。

## 听不清、看不懂怎么办
写信或打电话给人才办，两个工作日内答复。"""
_HOW_EN = """## Three things before you start
- **Check first**: “Can I apply?” on the page of a call asks five questions; no account needed.
- **Who reads it**: only the host areas and experts who are asked; every opening is on record, and you see it.
- **Leave at any time**: change it until the deadline, withdraw at any stage; it does not count against you later.

## What to prepare
1. A title and a paragraph on the project, in Chinese or English
2. A business plan (PDF, up to 20 MB)
3. What you would do here: the space, the equipment and the partners you need

## What you do not need
No phone number or identity card of China, no WeChat, no fee. Intellectual property stays yours. You are free to tell
your employer or funder that you take part.

## Where to ask
Write or call; the talent office answers within two working days."""

_PRIVACY_ZH = """## 收集什么，为什么
报名所需的项目内容和联系方式，用于形式审查、板块对接、专家评审和活动组织。每一项授权单独给出，可以单独撤回。

## 存在哪里，谁看得到
数据存放在中国境内的政务云。板块和专家先签保密承诺，只能在线阅读，页面带其姓名水印；每次打开都留有记录。

## 公开什么
未经同意，公开页面只显示编号、领域和国家/地区。同意公开后也可以撤回，撤回后页面立即更新。

## 您的权利
可以随时查看、更正、导出和删除个人信息；在“您的数据”页面办理，或写信给人才办。"""
_PRIVACY_EN = """## What is collected, and why
The project and how to reach you, for the form check, the match with host areas, the review and the event. Each consent
is given by itself and can be taken back by itself.

## Where it is kept, and who sees it
In the mainland of China, on the city’s government cloud. Host areas and experts undertake to keep it confidential,
read on screen only under a watermark of their name, and each opening is on record.

## What is public
Without your consent the public pages show number, field and country or region. Consent can be taken back; the pages
change at once.

## Your rights
See, correct, copy and delete your data at any time under “Your data”, or write to the talent office."""
_ACCESS_ZH = """本网站按WCAG 2.2 AA级和GB/T 37668建设。

## 可以怎样使用
- 全站可用键盘操作，页首有“跳到正文”
- 不开脚本也能阅读全部内容
- 字号随浏览器设置放大，最大400%不丢内容
- 提供深色显示和打印版式

## 已知不足
日程PDF尚未加注结构标签；同样内容请看网页版日程。

## 意见和纠错
发现问题请写信给人才办，五个工作日内答复。"""
_ACCESS_EN = """This site is built to WCAG 2.2 AA and GB/T 37668.

## How it can be used
- Everything works by keyboard; each page begins with “Skip to content”
- Everything can be read without scripts
- Text grows with the browser’s setting, up to 400% without loss
- There is a dark theme and a print layout

## Known limits
The timetable as PDF is not tagged yet; the page of the timetable says the same.

## Tell us
Write to the talent office; it answers within five working days."""
_ABOUT_ZH = """青澜市人才工作平台由市人才工作领导小组办公室主办，用于发布征集、组织对接评审和举办路演。

网站上的每个数字都由系统记录实时统计，口径和截至时间写在“活动数据”页。"""
_ABOUT_EN = """The Qinglan talent office runs this site to publish calls, to match and review projects, and to hold the
roadshows.

Every figure is counted from the records when the page is asked for; its definition and hour stand under “In
figures”."""

PAGES: dict[str, tuple[str, ...]] = {
    "how-to-apply": ("怎么报名", "How to apply", "报名前要知道的几件事。", "What to know before you apply.", _HOW_ZH, _HOW_EN),
    "privacy": (
        "个人信息怎么用", "How personal data is used", "收集什么、存在哪里、谁看得到、怎么撤回。",
        "What is collected, where it is kept, who sees it, and how to take it back.", _PRIVACY_ZH, _PRIVACY_EN,
    ),
    "accessibility": (
        "无障碍声明", "Accessibility", "本网站怎样让更多人用得上。", "How this site is made for everyone.",
        _ACCESS_ZH, _ACCESS_EN,
    ),
    "about": ("关于本站", "About this site", "谁在办，办什么。", "Who runs it, and for what.", _ABOUT_ZH, _ABOUT_EN),
}  # fmt: skip

# address, days ago, texts
NEWS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("timetable-is-out", 2, (
        "两天日程公布：32个项目、12个板块", "The timetable is out: 32 projects, 12 host areas",
        "路演安排在路演人当地的白天；订阅日历后，如有调整会自动更新。",
        "Pitches lie in the speakers’ own daytime; a calendar that subscribes follows every change.",
        "高层次人才云创荟的日程已经公布。路演人在自己的城市开讲，每个项目讲8分钟、答5分钟，12个板块分两天推介。\n\n"
        "- 按领域或会场看[日程](/zh/timetable/)\n- 看[项目](/zh/projects/)\n\n如有调整，只通知受影响的路演人和板块；日程页会写明改了什么。",
        "The timetable of the cloud roadshow is public. Speakers pitch from their own cities, eight minutes and five for "
        "questions each; twelve host areas present themselves over the two days.\n\n- The [timetable](/en/timetable/) by "
        "field or hall\n- The [projects](/en/projects/)\n\nIf something moves, only those concerned are told; the page says "
        "what has changed.",
    )),
    ("spring-call-opens", 9, (
        "春季场开始征集", "The spring call is open", "四个领域，先自测再报名，截止时间见公告。",
        "Four fields; check first whether you can apply. The call says until when.",
        "云创荟春季场面向海内外创业团队征集项目，设新能源、集成电路与ICT、生物医药与大健康、装备与智能制造四个领域。\n\n"
        "## 与往届的不同\n1. 报名前可以先做五个问题的自测\n2. 最多三个对口板块看您的项目，五个工作日内答复\n3. 未入围的项目会收到逐条意见\n\n"
        "[看公告](/zh/calls/spring/)",
        "The spring roadshow calls for founders at home and abroad in four fields: new energy, chips and ICT, biomedicine and "
        "health, and equipment and smart manufacturing.\n\n## What is new\n1. Five questions tell you first whether you can apply\n2. Up to "
        "three host areas that fit read your project and answer within five working days\n3. Projects that are not selected "
        "get comments point by point\n\n[Read the call](/en/calls/spring/)",
    )),
    ("rehearsals", 13, (
        "路演人彩排本周开始", "Rehearsals begin this week", "每位路演人一次，十五分钟，测声音、画面和备用电话。",
        "One for each speaker, fifteen minutes: sound, picture, and a phone to fall back on.",
        "彩排由场控主持，测声音、画面和网速，核对姓名读法和备用电话。先录后答的项目，请在开讲前五天交录像。",
        "Rehearsals test sound, picture and line, and settle how a name is spoken and which phone to fall back on. Whoever "
        "plays a recording hands it in five days before.",
    )),
    ("questions-answered", 20, (
        "大家常问的十二个问题", "Twelve questions that many ask", "能不能在职参加、要不要来现场、知识产权归谁。",
        "Can I stay in my job, must I come, who owns what.",
        "人才办把近一个月收到的提问整理成问答，放在每个征集的页面上。问过的人不署名。",
        "The talent office has put the questions of the past month and its answers on the pages of the calls, without the "
        "names of those who asked.",
    )),
    ("talent-fund", 34, (
        "人才基金跟投办法公布", "How the talent fund invests is public", "单个项目最高500万元，投决在三十个工作日内完成。",
        "Up to five million yuan a project; a decision within thirty working days.",
        "青澜经开区人才基金公布跟投办法：已入围路演的项目可以直接申请，单个项目最高500万元，三十个工作日内作出决定。\n\n"
        "> 政策以各板块公布的文件为准。\n\n[看全部政策](/zh/areas/)",
        "The fund of the Qinglan Development Zone has published its terms: projects selected for a roadshow apply directly, "
        "up to five million yuan each, decided within thirty working days.\n\n> The documents of the host areas are what "
        "counts.\n\n[All policies](/en/areas/)",
    )),
    ("pilot-report", 47, (
        "试点场回顾", "Looking back at the pilot", "8个项目上台，3项签了意向，改了五条规则。",
        "Eight projects on stage, three letters of intent, five rules changed.",
        "试点场之后，我们根据参加者的意见改了五条：路演尽量排在当地8:00到22:00之间；评分只在组内比较；板块须写明载体、政策、对接人和下一步；"
        "撤回公开授权立即生效；每个数字都能点开看口径。",
        "After the pilot we changed five rules by what its participants told us: pitches lie between 08:00 and 22:00 there "
        "wherever possible; scores are compared inside a group only; a host area’s interest names site, policy, contact and "
        "next step; consent that is taken back ends at once; and every figure opens to its definition.",
    )),
)  # fmt: skip

PROPOSED: tuple[str, tuple[str, ...]] = (
    "signing-day",
    (
        "签约日怎么安排", "How the signing day works", "意向书中英文对照，双方各签一次。",
        "Letters of intent in both languages, signed once by each side.",
        "路演结束后的第二天下午为线上签约。意向书中英文对照，由板块和团队各签一次。",
        "Letters of intent are signed online on the afternoon of the second day, in both languages, once by each side.",
    ),
)  # fmt: skip

_BASIS = "青人才办发〔2026〕"


def _area(
    slug: str, about: tuple[str, str], sites: tuple[str, str], office: tuple[str, str], line: int,
    *policies: tuple[str, str, str, str],
) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:  # fmt: skip
    profile = {
        "about_zh": about[0], "about_en": about[1], "sites_zh": sites[0], "sites_en": sites[1],
        "office_zh": office[0], "office_en": office[1], "phone": f"+86 516 0000 {line:04d}",
        "email": f"{slug}@qinglan.example",
    }  # fmt: skip
    rows = [
        {"title_zh": zh, "title_en": en, "offer_zh": offer_zh, "offer_en": offer_en,
         "basis": f"{_BASIS}{line + at}号", "until": "2028-12-31"}
        for at, (zh, en, offer_zh, offer_en) in enumerate(policies)
    ]  # fmt: skip
    return slug, profile, rows


AREAS = (
    _area("landong", ("澜东区是全市集成电路封测和车载电子的集中地，规上企业146家。", "Landong packages chips and builds vehicle electronics; 146 firms above size work here."),
          ("澜东芯谷中试线，洁净室6000平方米\n车联网测试道路12公里", "Landong Chip Valley, a pilot line with 6,000 m² of clean room\n12 km of road for connected vehicles"),
          ("澜东区人才办", "Landong talent office"), 11,
          ("领军人才创业资助", "Start-up grant for leading founders", "按项目评估给予100万至2000万元，分三期拨付", "1 to 20 million yuan by assessment, in three parts"),
          ("首台套补助", "First machine", "首台（套）装备按售价30%补助，最高300万元", "30% of the price of a first machine, up to 3 million yuan")),
    _area("tongwu", ("桐坞县以储能和铝基材料见长，有西部县区最大的电芯中试基地。", "Tongwu is known for energy storage and aluminium; its pilot base for cells is the largest of the western counties."),
          ("桐坞储能产业园，标准厂房4万平方米", "Tongwu Storage Park, 40,000 m² of standard halls"), ("桐坞县人才办", "Tongwu talent office"), 21,
          ("顶尖团队专项", "Top teams", "专项资金1亿元，单个团队最高5000万元", "A fund of 100 million yuan, up to 50 million for one team"),
          ("中试电价", "Pilot power", "中试阶段电价按成本结算，两年", "Power at cost for two years of piloting")),
    _area("zheye", ("柘野市是工程机械之城，整机企业9家，配套企业300余家。", "Zheye builds construction machinery: nine makers, some 300 suppliers."),
          ("柘野液压共享车间", "Shared hydraulics workshop"), ("柘野市人才办", "Zheye talent office"), 31,
          ("首台套补三成", "A third of the first machine", "首台（套）按售价30%补助", "30% of a first machine’s price")),
    _area("qiwu", ("栖梧区做智能家电和轻装备，出口占四成。", "Qiwu makes smart appliances and light equipment; two fifths are exported."),
          ("栖梧工业设计中心", "Qiwu Industrial Design Centre"), ("栖梧区人才办", "Qiwu talent office"), 41,
          ("科技副总", "Science deputy manager", "企业聘用的科技副总每年补6万元，补三年", "60,000 yuan a year for three years for a science deputy manager")),
    _area("yanhu", ("砚湖县的茶、菌菇和大健康产业连着四千户农家。", "Tea, mushrooms and health in Yanhu link four thousand farms."),
          ("砚湖功能食品中试基地", "Yanhu pilot base for functional food"), ("砚湖县人才办", "Yanhu talent office"), 51,
          ("中试基地免费", "Free pilot site", "中试基地免费使用一年，设备按机时减半", "The pilot base free for a year, machine hours at half price")),
    _area("shilan", ("石澜市的精密陶瓷和新材料供应长三角电子企业。", "Shilan’s ceramics and materials supply electronics makers in the Yangtze delta."),
          ("石澜新材料产业园\n团队公寓60套", "Shilan Materials Park\nSixty flats for teams"), ("石澜市人才办", "Shilan talent office"), 61,
          ("团队公寓", "Flats for teams", "核心成员拎包入住，三年免租", "Furnished flats, no rent for three years")),
    _area("linzhu", ("临渚区有三家三级医院和一个器械检验站。", "Linzhu has three large hospitals and a testing station for devices."),
          ("临渚医疗器械加速器", "Linzhu accelerator for devices"), ("临渚区人才办", "Linzhu talent office"), 71,
          ("厂房三免", "Three years without rent", "厂房前三年免租，注册检验费补一半", "No rent for three years, half of the cost of registration tests")),
    _area("luting", ("芦汀县临海，做风电部件和海缆。", "Luting lies on the sea and makes wind power parts and sea cables."),
          ("芦汀港装备码头", "Luting equipment quay"), ("芦汀县人才办", "Luting talent office"), 81,
          ("用地单列", "Land set aside", "重点项目用地指标单列，六十天交地", "Land for key projects is set aside and handed over within sixty days")),
    _area("development-zone", ("青澜经开区是全市先进制造的主阵地，集成电路和智能制造企业220家。", "The Development Zone leads the city’s manufacturing: 220 firms in chips and smart production."),
          ("经开区科创园，研发办公12万平方米\n集成电路公共检测平台", "Science Park, 120,000 m² of laboratories and offices\nShared testing platform for chips"),
          ("青澜经开区人才服务中心", "Talent service of the Development Zone"), 91,
          ("人才基金跟投", "Talent fund", "10亿元人才基金，单个项目最高跟投500万元", "A fund of one billion yuan invests up to 5 million in a project"),
          ("研发补助", "Research grant", "研发投入按10%补助，每年最高200万元", "10% of research spending, up to 2 million yuan a year")),
    _area("beidu", ("北渡区靠港吃港，做港航装备和智慧物流。", "Beidu lives by its port: port equipment and logistics."),
          ("北渡港务集团场景清单", "Use cases of Beidu Port"), ("北渡区人才办", "Beidu talent office"), 101,
          ("订单首购", "First orders", "属地国企带头首购，一事一议", "City firms buy first, terms case by case")),
    _area("weichuan", ("苇川县做资源回收和环保装备，处理全市六成的退役电池。", "Weichuan recycles; it treats three fifths of the city’s spent batteries."),
          ("苇川循环经济产业园", "Weichuan Circular Economy Park"), ("苇川县人才办", "Weichuan talent office"), 111,
          ("人才贷", "Talent loan", "信用贷款最高1000万元，县财政贴息一半", "Loans up to 10 million yuan without security, half of the interest paid by the county")),
    _area("university", ("青澜理工大学有四个国家认可的检测实验室，接收联合培养博士后。", "Qinglan University of Technology has four accredited laboratories and hosts postdocs."),
          ("联合实验室楼\n大型仪器共享平台", "Joint laboratory building\nShared large instruments"), ("学校人事处", "Personnel office of the university"), 121,
          ("双聘教授", "Joint professorship", "校企双聘，学校评职称，企业发薪酬", "A post at both: the university gives the rank, the firm pays"),
          ("设备共享", "Shared equipment", "大型仪器按成本价开放", "Large instruments at cost")),
)  # fmt: skip
