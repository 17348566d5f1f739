"""The words of invented projects: a technology for a use, in both languages, for each group."""

Pair = tuple[str, str]

USES: dict[str, Pair] = {
    "cold": ("高寒地区", "cold regions"), "island": ("海岛", "islands"), "park": ("工业园区", "industrial parks"),
    "port": ("港口", "ports"), "truck": ("换电重卡", "swap-battery trucks"), "charge": ("快充站", "fast-charging sites"),
    "home": ("家庭", "homes"), "store": ("储能电站", "storage stations"), "rail": ("轨道交通", "railways"),
    "data": ("数据中心", "data centres"), "glass": ("建筑幕墙", "building façades"), "car": ("乘用车", "passenger cars"),
    "deep": ("深远海", "deep water"), "steel": ("钢铁厂", "steelworks"), "cement": ("水泥厂", "cement works"),
    "mine": ("矿山", "mines"), "city": ("智慧城市", "smart cities"), "farm": ("无人农场", "unmanned farms"),
    "water": ("供水管网", "water networks"), "gas": ("燃气管网", "gas networks"), "oil": ("长输油管", "long oil pipelines"),
    "wafer": ("晶圆厂", "wafer fabs"), "plant": ("离散制造", "discrete manufacturing"), "line": ("混线生产", "mixed lines"),
    "airport": ("机场", "airports"), "bank": ("金融机构", "banks"), "court": ("政务大厅", "service halls"),
    "class": ("课堂", "classrooms"), "press": ("广播电视", "broadcasting"), "tunnel": ("隧道", "tunnels"),
    "bridge": ("桥梁", "bridges"), "dig": ("工程机械", "construction machinery"), "wing": ("航空结构", "aircraft structures"),
    "ship": ("船舶", "ships"), "lng": ("液化天然气", "liquefied gas"), "rocket": ("液氧液氢", "liquid oxygen and hydrogen"),
    "tool": ("半导体设备", "chip tools"), "blade": ("风电叶片", "wind blades"), "dam": ("水电站", "hydropower stations"),
    "ware": ("立体仓库", "high-bay warehouses"), "county": ("基层医院", "county hospitals"), "child": ("儿童", "children"),
    "old": ("老年人", "older people"), "rehab": ("康复中心", "rehabilitation centres"), "er": ("急诊", "emergency rooms"),
    "dental": ("口腔", "dentistry"), "bone": ("骨科", "orthopaedics"), "brain": ("神经外科", "neurosurgery"),
    "herd": ("规模养殖", "large farms"), "fair": ("活畜市场", "livestock markets"), "lab": ("第三方检验", "testing laboratories"),
    "trial": ("临床试验", "clinical trials"), "sport": ("运动损伤", "sports injuries"), "vaccine": ("疫苗", "vaccines"),
    "tumour": ("肿瘤治疗", "tumour therapy"), "sugar": ("糖尿病人", "people with diabetes"), "baby": ("孕产妇", "expectant mothers"),
    "lung": ("慢阻肺", "chronic lung disease"), "food": ("功能食品", "functional foods"), "skin": ("皮肤修复", "skin repair"),
    "gut": ("肠病研究", "research on bowel disease"), "field": ("野外巡检", "field inspection"), "drone": ("无人机", "drones"),
}  # fmt: skip
# A technology and the uses that make sense with it.
IDEAS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "energy": (
        ("钠离子储能电芯", "Sodium-ion storage cells", "cold island store home"),
        ("固态变压器", "Solid-state transformers", "charge data rail port"),
        ("碱性制氢低成本隔膜", "Low-cost alkaline membranes for hydrogen", "steel park port island"),
        ("退役电池全元素回收", "Whole-element recycling of spent batteries", "truck store car park"),
        ("钙钛矿组件湿热封装", "Damp-heat sealing of perovskite panels", "island glass home farm"),
        ("硅碳负极连续包覆", "Continuous coating of silicon-carbon anodes", "car truck drone home"),
        ("微电网调度软件", "Dispatch software for microgrids", "island park port mine"),
        ("热失控早期预警", "Early warning of thermal runaway", "store charge ship car"),
        ("动态海缆", "Dynamic sea cables", "deep island port lng"),
        ("余热有机朗肯机组", "Organic Rankine units for waste heat", "steel cement ship data"),
        ("液流电池双极板", "Bipolar plates for flow batteries", "store park data island"),
        ("氢燃料电池空压机", "Air compressors for fuel cells", "truck rail ship drone"),
    ),
    "ict": (
        ("低功耗广域网基站芯片", "Base-station chips for low-power wide-area networks", "city water farm mine"),
        ("毫米波成像雷达", "Millimetre-wave imaging radar", "airport car port rail"),
        ("存算一体边缘推理芯片", "In-memory computing chips for edge inference", "plant drone farm home"),
        ("光纤分布式测漏", "Leak finding with distributed fibre", "water gas oil tunnel"),
        ("车路协同终端", "Vehicle-to-road terminals", "port mine city airport"),
        ("方言实时字幕", "Live captions for spoken dialects", "court class press county"),
        ("工业小模型质检", "Small models for inspection", "plant wafer line blade"),
        ("宽禁带功率模块封装", "Packaging of wide-bandgap power modules", "car charge rail data"),
        ("时间敏感网络交换机", "Time-sensitive network switches", "plant rail wafer dam"),
        ("硅光收发器件", "Silicon-photonic transceivers", "data city bank airport"),
        ("点云测绘软件", "Point-cloud mapping software", "mine tunnel bridge city"),
        ("可信数据空间网关", "Gateways for trusted data spaces", "bank county park court"),
    ),
    "equipment": (
        ("金属增材在线检测", "In-line inspection of metal additive parts", "wing tool rocket bone"),
        ("气动软体手", "Pneumatic soft hands", "line farm ware rehab"),
        ("大口径超低温阀门", "Large-bore cryogenic valves", "lng rocket ship port"),
        ("智能分选线", "Smart sorting lines", "mine park farm cement"),
        ("水下清洗检测机器人", "Robots that clean and inspect under water", "ship dam port bridge"),
        ("高速主轴声学诊断", "Acoustic diagnosis of fast spindles", "line wing tool dig"),
        ("精密陶瓷结构件", "Precision ceramic parts", "tool rocket wafer wing"),
        ("结构健康监测", "Structural health monitoring", "rail bridge tunnel blade"),
        ("五轴激光加工头", "Five-axis laser heads", "wing blade ship tool"),
        ("液压系统数字孪生", "Digital twins of hydraulic systems", "dig ship dam steel"),
        ("自主叉车调度", "Scheduling of self-driving forklifts", "ware port airport line"),
        ("碳纤维自动铺丝", "Automated fibre placement", "wing blade rocket ship"),
    ),
    "health": (
        ("mRNA制剂常温冻干", "Room-temperature drying of mRNA", "vaccine tumour trial county"),
        ("血透监护系统", "Dialysis monitoring", "home county old er"),
        ("可降解修复支架", "Resorbable repair scaffolds", "bone dental sport skin"),
        ("掌上血流成像探头", "Pocket probes for imaging blood flow", "er county baby old"),
        ("动物疫病现场快检", "On-site tests for animal disease", "herd fair port lab"),
        ("神经电刺激康复", "Electrical nerve stimulation", "rehab old sport child"),
        ("吸入给药装置", "Inhalers with gentle dosing", "child lung old home"),
        ("单细胞测序微流控芯片", "Microfluidic chips for single-cell sequencing", "tumour lab trial gut"),
        ("茶多酚缓释制剂", "Slow-release tea polyphenols", "food sugar old skin"),
        ("手术导航配准算法", "Registration for surgical navigation", "brain bone dental child"),
        ("微针连续监测贴片", "Microneedle patches for continuous monitoring", "sugar sport baby home"),
        ("菌群冻存库", "Cryobanks for flora", "gut trial lab food"),
    ),
}
SURNAMES = tuple("沈陆祁闻管丁汤席苏蒲裴费戚尚柯谷杭孟温楚苗贺卞荀池乐卓窦晏桑")
GIVEN = (
    "砚秋", "景行", "北辰", "人澈", "思远", "若愚", "叙白", "慕华", "禾", "苇", "叙言", "雅宁", "明溪", "可风", "一诺", "雨桐",
    "以恒", "若川", "予安", "望舒", "书棠", "临川", "见深", "长空", "知微", "清许", "牧野", "怀瑾", "静姝", "云舟",
)  # fmt: skip
# Experts from abroad have names of their own: only Chinese ones meet their like among the applicants now and then.
EXPERTS_ABROAD = (
    "Astrid Holm",
    "Caspar Lenz",
    "Julia Winther",
    "Tomas Verhoeven",
    "Isabel Prado",
    "Kenji Morita",
    "Deepa Nair",
    "Farid Haddad",
    "Clara Bonnet",
    "Henrik Aalto",
    "Rosa Almeida",
    "Owen Prichard",
    "Katja Novak",
    "Samuel Adeyemi",
    "Mei Lin Goh",
    "Peter Lachlan",
    "Agnes Varga",
    "Diego Fuentes",
    "Laura Engel",
    "Niamh Doherty",
    "Emil Sorensen",
    "Tara Whitlock",
    "Bruno Keller",
    "Helena Duarte",
)
FOREIGN = (
    "Elin Lindqvist", "Jonas Brandt", "Sanne de Wit", "Priya Raman", "Nadia Rahman", "Oliver Tan", "Amelia Harcourt",
    "Grace Whitfield", "Leon Fischer", "Mira Kovac", "Tobias Reinhardt", "Harriet Cole", "Yuki Ishikawa", "Rhys Bevan",
    "Martin Sobel", "Daniel Okafor", "Wei Jie Lim", "Ines Carvalho", "Pauline Mercier", "Lukas Steiner", "Noor van Dijk",
    "Aisha Bello", "Mateo Quiroga", "Hannah Weiss", "Viktor Halvorsen", "Ravi Menon", "Sofia Marchetti", "Ethan Caldwell",
    "Claire Dubois", "Kenji Morita", "Alina Novak", "Samuel Adeyemi", "Julia Bergström", "Marta Kowalczyk", "Hugo Almeida",
    "Emma Thornton", "Adrian Popescu", "Leila Haddad", "Peter Lindgren", "Catherine Moreau",
)  # fmt: skip
# Where people sit: (place, how often).
HOMES = (
    ("boston", 8), ("san-jose", 7), ("seattle", 4), ("houston", 4), ("chicago", 4), ("pittsburgh", 3), ("toronto", 7),
    ("vancouver", 5), ("montreal", 2), ("delft", 6), ("eindhoven", 4), ("munich", 5), ("aachen", 4), ("gothenburg", 3),
    ("london", 4), ("manchester", 3), ("zurich", 2), ("grenoble", 2), ("milan", 2), ("singapore", 7), ("tokyo", 3),
    ("sendai", 2), ("seoul", 2), ("sydney", 5), ("melbourne", 6), ("tel-aviv", 2), ("sao-paulo", 1), ("hong-kong", 4),
    ("shenzhen", 14), ("shanghai", 14), ("beijing", 10), ("nanjing", 9), ("xian", 9), ("hefei", 9), ("wuhan", 6), ("hangzhou", 8),
)  # fmt: skip
CHINESE_PLACES = frozenset(
    {"hong-kong", "shenzhen", "shanghai", "beijing", "nanjing", "xian", "hefei", "wuhan", "hangzhou"}
)

# What each edition says of itself in a sentence, by the code of its call; the others say what the recipe does.
SUMMARIES: dict[str, tuple[str, str]] = {
    "pilot": (
        "先办一场小规模试点，把流程走通：四个组别，8个入围名额，全程线上。",
        "A small edition first, to walk the whole way once: four groups, eight seats, everything online.",
    ),
    "autumn": (
        "秋季的一场：四个组别，32个入围名额，板块对接与专家初评同时进行。",
        "The autumn edition: four groups and 32 seats; host areas and experts read at the same time.",
    ),
    "lakeside": (
        "湖畔各板块牵头的小型专场：四个组别，8个入围名额。",
        "A small edition led by the host areas on the lake: four groups, eight seats.",
    ),
    "harbour": (
        "港湾各板块牵头的小型专场：四个组别，8个入围名额。",
        "A small edition led by the host areas at the harbour: four groups, eight seats.",
    ),
    "youth": (
        "鼓励刚起步的团队报名：四个组别，16个入围名额，不要求融资经历。",
        "For teams that have just begun: four groups and 16 seats; nobody asks for a funding round.",
    ),
    "spring": (
        "春季的一场，先自测再报名：四个组别，32个入围名额，入围项目在自己城市的白天线上路演。",
        "The spring edition: check first whether you can apply. Four groups and 32 seats; the selected pitch online, in "
        "the daytime of their own city.",
    ),
}
