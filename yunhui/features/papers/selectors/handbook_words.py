"""The sentences of an event's handbook, each language written for itself."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a handbook says in one language; places in braces are filled in."""

    name: str
    agenda: str
    projects: str
    projects_note: str
    areas: str
    areas_present: str
    pitches: str
    count: str
    rules: str
    connect: str
    contact: str
    office: str
    address: str
    email: str
    time: str
    hall: str
    item: str
    field: str
    country: str
    dot: str
    comma: str
    stop: str
    stage_rules: tuple[str, ...]

    def listed(self, names: Iterable[str]) -> str:
        """Names in one sentence."""
        return self.comma.join(names) + self.stop


CHINESE_WORDS = Words(
    name="会议手册",
    agenda="一、日程",
    projects="二、路演项目",
    projects_note="按各申报人同意公开的范围列出；未同意公开名称的，只列编号、领域和国家/地区。",
    areas="三、推介板块",
    areas_present="板块推介",
    pitches="项目路演",
    count="（{n}个）",
    rules="四、登台规则",
    connect="五、连接方式",
    contact="六、联系方式",
    office="主办：",
    address="地址：",
    email="邮箱：",
    time="时间",
    hall="会场",
    item="内容",
    field="领域",
    country="国家/地区",
    dot="　",
    comma="、",
    stop="。",
    stage_rules=(
        "请提前30分钟进入候场，场务试音试画面。",
        "剩余2分钟和30秒时有提示，时间到即止。",
        "到点3分钟未连上的，由下一位先讲，本项目顺延至本场末位；仍未连上的按弃权处理，不计分。",
        "中途断线的，计时暂停，最多3分钟，每人一次；未恢复的播放录播视频，答辩改用语音或电话。",
        "未经本人同意不录制、不直播。",
    ),
)
ENGLISH_WORDS = Words(
    name="Handbook",
    agenda="1. Agenda",
    projects="2. Projects",
    projects_note="Listed as far as each applicant lets everyone see; else by number, field and country or region.",
    areas="3. Host areas",
    areas_present="Host areas present",
    pitches="Pitches",
    count=" ({n})",
    rules="4. On stage",
    connect="5. How to connect",
    contact="6. Contact",
    office="Host:",
    address="Address:",
    email="E-mail:",
    time="Time",
    hall="Hall",
    item="What",
    field="Field",
    country="Country or region",
    dot=" · ",
    comma=", ",
    stop=".",
    stage_rules=(
        "Be in the waiting room 30 minutes before your hour; a technician tests sound and picture.",
        "You are told when 2 minutes and 30 seconds are left. Then time is up.",
        "Whoever is not connected 3 minutes after their hour speaks at the end of the session; if that fails too, they "
        "are recorded as withdrawn from the stage and are not scored.",
        "If a line breaks, the clock stops for up to 3 minutes, once for each speaker. Then the recorded pitch is "
        "shown and the questions go by voice or telephone.",
        "Nobody is recorded or streamed without their consent.",
    ),
)
