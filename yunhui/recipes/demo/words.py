"""The words of invented projects: a technology for a use, in both languages, for each group."""

Pair = tuple[str, str]

TECHNOLOGIES: dict[str, tuple[Pair, ...]] = {
    "energy": (
        ("钠离子储能电芯", "Sodium-ion storage cells"),
        ("固态变压器", "Solid-state transformers"),
        ("碱性制氢低成本隔膜", "Low-cost alkaline membranes"),
        ("退役电池全元素回收", "Whole-element recycling of spent batteries"),
        ("钙钛矿组件湿热封装", "Damp-heat sealing of perovskite panels"),
        ("硅碳负极连续包覆", "Continuous coating of silicon-carbon anodes"),
        ("微电网调度软件", "Dispatch software for microgrids"),
        ("热失控早期预警", "Early warning of thermal runaway"),
        ("浮式风电动态海缆", "Dynamic cables for floating wind"),
        ("工业余热有机朗肯机组", "Organic Rankine units for waste heat"),
        ("液流电池双极板", "Bipolar plates for flow batteries"),
        ("氢燃料电池空压机", "Air compressors for fuel cells"),
    ),
    "ict": (
        ("低功耗广域网基站芯片", "Base-station chips for low-power wide-area networks"),
        ("毫米波成像雷达", "Millimetre-wave imaging radar"),
        ("存算一体边缘推理芯片", "In-memory computing for edge inference"),
        ("光纤分布式测漏", "Leak finding with distributed fibre"),
        ("车路协同终端", "Vehicle-to-road terminals"),
        ("方言实时字幕", "Live captions for spoken dialects"),
        ("工业小模型质检", "Small models for inspection"),
        ("宽禁带功率模块封装", "Packaging of wide-bandgap power modules"),
        ("时间敏感网络交换机", "Time-sensitive network switches"),
        ("硅光收发器件", "Silicon-photonic transceivers"),
        ("多源点云测绘", "Point-cloud mapping from many sources"),
        ("可信数据空间网关", "Gateways for trusted data spaces"),
    ),
    "equipment": (
        ("金属增材在线检测", "In-line inspection of metal additive parts"),
        ("气动软体手", "Pneumatic soft hands"),
        ("大口径超低温阀门", "Large-bore cryogenic valves"),
        ("建筑垃圾智能分选线", "Smart sorting lines for building waste"),
        ("水下清洗与检测机器人", "Robots that clean and inspect hulls"),
        ("高速主轴声学诊断", "Acoustic diagnosis of fast spindles"),
        ("精密陶瓷结构件", "Precision ceramic parts"),
        ("轨道健康监测", "Track health monitoring"),
        ("五轴激光加工头", "Five-axis laser heads"),
        ("液压系统数字孪生", "Digital twins of hydraulic systems"),
        ("自主叉车调度", "Scheduling of self-driving forklifts"),
        ("碳纤维自动铺丝", "Automated fibre placement"),
    ),
    "health": (
        ("mRNA制剂常温冻干", "Room-temperature drying of mRNA"),
        ("血透居家监护", "Home monitoring for dialysis"),
        ("可降解骨修复支架", "Resorbable scaffolds for bone"),
        ("掌上血流成像探头", "Pocket probes for imaging blood flow"),
        ("畜禽疫病现场快检", "On-site tests for livestock disease"),
        ("神经损伤电刺激康复", "Electrical stimulation after nerve injury"),
        ("吸入式给药装置", "Inhalers for gentle dosing"),
        ("单细胞测序微流控芯片", "Microfluidic chips for single-cell sequencing"),
        ("茶多酚缓释制剂", "Slow-release tea polyphenols"),
        ("手术导航配准算法", "Registration for surgical navigation"),
        ("连续血糖微针贴片", "Microneedle patches for glucose"),
        ("肠道菌群冻存库", "Cryobanks for gut flora"),
    ),
}
USES: dict[str, tuple[Pair, ...]] = {
    "energy": (
        ("高寒地区", "cold regions"), ("海岛", "islands"), ("快充站", "fast-charging sites"), ("港口岸电", "port power"),
        ("工业园区", "industrial parks"), ("换电重卡", "swap-battery trucks"),
    ),
    "ict": (
        ("智慧城市", "smart cities"), ("矿山", "mines"), ("港口", "ports"), ("供水管网", "water networks"),
        ("无人农场", "unmanned farms"), ("离散制造", "discrete manufacturing"),
    ),
    "equipment": (
        ("工程机械", "construction machinery"), ("航空结构", "aircraft structures"), ("船舶", "ships"),
        ("混线生产", "mixed lines"), ("轨道交通", "railways"), ("半导体设备", "chip tools"),
    ),
    "health": (
        ("基层医院", "county hospitals"), ("儿童", "children"), ("老年人", "older people"), ("康复中心", "rehabilitation centres"),
        ("规模养殖", "large farms"), ("急诊", "emergency rooms"),
    ),
}  # fmt: skip
SURNAMES = tuple("沈陆祁闻管丁汤席苏蒲裴费戚尚柯谷杭孟温楚苗贺卞荀池乐卓窦晏桑")
GIVEN = (
    "砚秋", "景行", "北辰", "人澈", "思远", "若愚", "叙白", "慕华", "禾", "苇", "叙言", "雅宁", "明溪", "可风", "一诺", "雨桐",
    "以恒", "若川", "予安", "望舒", "书棠", "临川", "见深", "长空", "知微", "清许", "牧野", "怀瑾", "静姝", "云舟",
)  # fmt: skip
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
