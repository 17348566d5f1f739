"""The sentences of a host's script, each language written for itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a host says in one language; places in braces are filled in."""

    name: str
    opening: str
    running: str
    closing: str
    troubles: str
    welcome: str
    chaired: str
    handed_over: str
    joined: str
    rules: str
    calling: str
    where: str
    live: str
    recorded: str
    questions: str
    onward: str
    last: str
    area: str
    its_speaker: str
    thanks_area: str
    pause: str
    begin: str
    farewell: str
    spoken: str
    unknown: str
    guessed: str
    about: str
    mind: str
    no_recording: str
    interpreted: tuple[str, str]
    comma: str
    breakages: tuple[tuple[str, str], ...]


CHINESE_WORDS = Words(
    name="主持词",
    opening="一、开场",
    running="二、流程",
    closing="三、结束",
    troubles="四、应急口径",
    welcome="各位领导、各位嘉宾、各位评审专家，线上线下的朋友们，大家好。欢迎来到“{call}”{room}。",
    chaired="本场由{who}主持。",
    handed_over="接下来由{who}主持。",
    joined="、",
    rules="本场共{n}个项目。每个项目路演{pitch}分钟、答辩{questions}分钟；剩余2分钟和30秒时有提示，时间到即止。",
    calling="有请本场第{n}个项目《{title}》。路演人：{who}{where}。",
    where="，现在当地是{there}",
    live="请开始路演。",
    recorded="请先看路演视频，随后现场连线答辩。",
    questions="谢谢{who}。下面进入答辩，时间{n}分钟，请评审专家提问。",
    onward="感谢{who}，感谢各位专家。请场务准备下一项：{title}。",
    last="感谢{who}，感谢各位专家。",
    area="下面有请{area}推介，推介人：{who}。",
    its_speaker="该板块代表",
    thanks_area="感谢{area}的推介。",
    pause="下面{title}，请于{until}前回到座位。",
    begin="下面进行{title}，{until}结束。",
    farewell="“{call}”本场议程到此结束。感谢各位路演人、各位评审专家和所有线上线下的朋友。",
    spoken="读法：",
    unknown="（未提供，上场前请与本人核对）",
    guessed="{pinyin}（系统注音，上场前请与本人核对）",
    about="简介：",
    mind="注意：",
    no_recording="本人不同意录制，口播前确认已停录",
    interpreted=("答辩需口译", "全程需口译"),
    comma="；",
    breakages=(
        ("线路中断：", "连线暂时中断，计时已暂停，请各位稍候。（最多3分钟）"),
        ("3分钟未恢复：", "我们先播放该项目的路演视频，答辩改为电话连线。"),
        ("到点未连上：", "该项目连线尚未就绪，顺延至本场末位，有请下一个项目。"),
        ("末位仍未连上：", "该项目按弃权处理，不计分。"),
    ),
)
ENGLISH_WORDS = Words(
    name="Host’s script",
    opening="1. Opening",
    running="2. Running order",
    closing="3. Closing",
    troubles="4. When something breaks",
    welcome="Good day, ladies and gentlemen, here in the hall and online. Welcome to {room} and to {call}.",
    chaired="In the chair: {who}.",
    handed_over="From here on in the chair: {who}.",
    joined=" and ",
    rules="We hear {n} projects in this hall. Each has {pitch} minutes for its pitch and {questions} for questions; "
    "you are told when 2 minutes and 30 seconds are left, and then time is up.",
    calling="Project {n} in this hall is “{title}”. The speaker is {who}{where}.",
    where=", where it is now {there}",
    live="Please begin your pitch.",
    recorded="We first see the recorded pitch; the speaker then answers live.",
    questions="Thank you, {who}. We now have {n} minutes for questions from the judges.",
    onward="Thank you, {who}, and thank you to the judges. Next: {title}.",
    last="Thank you, {who}, and thank you to the judges.",
    area="Now {area} presents itself; the speaker is {who}.",
    its_speaker="its representative",
    thanks_area="Thank you to {area}.",
    pause="{title}. Please be back in your seats by {until}.",
    begin="We begin with: {title}, until {until}.",
    farewell="This ends our programme in this hall. Thank you to all speakers and judges, and to everyone who has been "
    "with us at {call}.",
    spoken="Spoken:",
    unknown="(not given; ask the speaker before they go on)",
    guessed="{pinyin} (by the platform; ask the speaker before they go on)",
    about="About:",
    mind="Mind:",
    no_recording="does not want to be recorded; make sure that recording has stopped",
    interpreted=("questions are interpreted", "pitch and questions are interpreted"),
    comma="; ",
    breakages=(
        (
            "Line broken:",
            "The line is interrupted, the clock has stopped. Please bear with us (3 minutes at most).",
        ),
        ("Not back after 3 minutes:", "We now show the recorded pitch; the questions follow by telephone."),
        (
            "Not connected on time:",
            "This line is not ready yet; the project moves to the end of the session.",
        ),
        ("Not connected at the end:", "The project is recorded as withdrawn from the stage and is not scored."),
    ),
)
