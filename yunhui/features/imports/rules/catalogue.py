"""The columns of each kind of table: what they are called, how else people head them, and what stands in them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a row: what it is called in both languages and how else people head it.

    `kind` says how its text is read: text, email, code, list, whole, or answer (a question of the call's form).
    `is_sealed`: bank and tax data, shown by their last characters alone.
    """

    key: str
    zh: str
    en: str
    kind: str = "text"
    required: bool = False
    longest: int = 200
    others: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    sample: str = ""
    is_sealed: bool = False

    def name(self, language: str) -> str:
        """The head in the reader's language."""
        return self.zh if language.startswith("zh") else self.en


BOARDS = (
    Column(
        "code",
        "行政区划代码",
        "Code",
        kind="code",
        required=True,
        longest=24,
        others=("代码", "编码", "区划代码", "code"),
        note_zh="唯一；再次导入时按此识别",
        note_en="Unique; the same code is the same host area",
        sample="320381",
    ),
    Column(
        "name_zh",
        "板块名称",
        "Name (Chinese)",
        required=True,
        longest=80,
        others=("名称", "中文名称", "板块", "县区", "单位"),
        sample="青澜区",
    ),
    Column(
        "name_en",
        "英文名称",
        "Name (English)",
        required=True,
        longest=80,
        others=("英文名", "name", "english"),
        sample="Qinglan District",
    ),
    Column(
        "kind",
        "类型",
        "Kind",
        kind="kind",
        required=True,
        longest=16,
        others=("类别", "板块类型", "type"),
        note_zh="县区、开发区或高校",
        note_en="county, zone or university",
        sample="县区",
    ),
    Column(
        "industries",
        "主导产业",
        "Industries",
        kind="list",
        longest=400,
        others=("产业", "产业方向", "industry"),
        note_zh="行业代码或名称，用顿号分开",
        note_en="codes or names, parted by ;",
        sample="新能源、新材料",
    ),
    Column("wants_zh", "需求", "Wants (Chinese)", others=("招引方向", "需求方向"), sample="储能项目"),
    Column("wants_en", "需求（英文）", "Wants (English)", others=("wants",), sample="Energy storage"),
    Column("offers_zh", "支持条件", "Offers (Chinese)", others=("政策", "载体"), sample="标准厂房"),
    Column("offers_en", "支持条件（英文）", "Offers (English)", others=("offers",), sample="Plants"),
    Column("sort", "排序", "Order", kind="whole", longest=9, others=("序号", "顺序", "no"), sample="1"),
)
ORGANISATIONS = (
    Column(
        "credit_code",
        "统一社会信用代码",
        "Unified credit code",
        kind="credit_code",
        longest=18,
        others=("信用代码", "社会信用代码", "统一信用代码", "creditcode", "uscc"),
        note_zh="18 位；中国境内单位按此识别",
        note_en="18 characters; identifies organisations in China",
        sample="91320300MA1XXXXX0X",
    ),
    Column(
        "name_zh",
        "单位名称",
        "Name (Chinese)",
        longest=160,
        others=("名称", "中文名称", "单位", "企业名称", "机构名称"),
        note_zh="中英文至少填一种",
        note_en="one language at least",
        sample="青澜储能有限公司",
    ),
    Column(
        "name_en",
        "英文名称",
        "Name (English)",
        longest=160,
        others=("英文名", "name", "organisation", "organization"),
        sample="Qinglan Storage",
    ),
    Column(
        "kind",
        "类型",
        "Kind",
        kind="kind",
        required=True,
        longest=16,
        others=("类别", "单位类型", "单位性质", "type"),
        note_zh="政府、高校、企业或合作机构",
        note_en="government, university, firm or partner",
        sample="企业",
    ),
    Column(
        "country",
        "国家/地区",
        "Country or region",
        kind="country",
        longest=60,
        others=("国家", "国别", "国家地区", "country"),
        note_zh="代码或名称；不填为中国",
        note_en="code or name; China where empty",
        sample="CN",
    ),
    Column(
        "jurisdiction",
        "所属区划代码",
        "Jurisdiction code",
        kind="code",
        longest=24,
        others=("区划", "所在区县", "jurisdiction"),
    ),
    Column(
        "email_domain",
        "邮箱域名",
        "E-mail domain",
        longest=120,
        others=("域名", "邮箱后缀", "domain"),
        sample="firm.example",
    ),
)
STAFF = (
    Column(
        "email",
        "电子邮箱",
        "E-mail",
        kind="email",
        required=True,
        longest=254,
        others=("邮箱", "邮件", "email", "mail"),
        note_zh="唯一；再次导入时按此识别",
        note_en="Unique; the same address is the same person",
        sample="li@city.example",
    ),
    Column("name", "姓名", "Name", required=True, longest=120, others=("人员", "姓名", "fullname"), sample="李明"),
    Column(
        "role",
        "角色",
        "Role",
        kind="role",
        required=True,
        longest=24,
        others=("岗位", "职责", "权限", "role"),
        note_zh="如 人才办、板块联系人",
        note_en="e.g. Talent office, Host-area officer",
        sample="人才办",
    ),
    Column(
        "scope",
        "范围",
        "Scope",
        longest=80,
        others=("板块", "征集", "所属板块", "call", "area"),
        note_zh="板块联系人填板块，其他角色可填征集代码",
        note_en="the host area of an officer, or the code of a call",
        sample="",
    ),
    Column(
        "language",
        "语言",
        "Language",
        kind="language",
        longest=12,
        others=("界面语言",),
        note_zh="中文或英文",
        note_en="Chinese or English",
        sample="中文",
    ),
)
REFERENCE = Column(
    "reference",
    "外部编号",
    "Reference",
    kind="code",
    longest=80,
    others=("来源编号", "原编号", "申报编号", "编号", "项目编号", "ref", "externalreference", "id"),
    note_zh="来源表中的编号；再次导入时按此识别",
    note_en="the number in your table; the same one is the same application",
    sample="HB-0012",
)
REFERRED = Column(
    "referred_by",
    "推荐板块",
    "Recommended by",
    kind="board",
    longest=80,
    others=("推荐县区", "推荐单位", "recommendedby"),
    note_zh="板块名称或代码",
    note_en="name or code of a host area",
)
HEADS_OF_ANSWERS = {
    "title": ("项目名称", "项目", "project", "projecttitle"),
    "title_en": ("项目英文名称", "英文名称", "englishtitle"),
    "name": ("申报人", "项目负责人", "负责人", "姓名", "applicant"),
    "email": ("邮箱", "电子邮件", "电子邮箱", "mail"),
    "employer": ("工作单位", "单位", "所在单位", "organisation", "organization"),
    "country": ("国家", "国别", "国家地区"),
    "place": ("城市", "所在城市", "city"),
    "group": ("组别", "赛道", "track"),
    "team_size": ("团队人数", "人数"),
}
