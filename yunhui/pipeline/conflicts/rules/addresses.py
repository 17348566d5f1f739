"""When two e-mail addresses reach the same person or the same house."""

import unicodedata

# Mail providers that say nothing of where a person works.
PUBLIC_DOMAINS = frozenset(
    [
        "126.com",
        "139.com",
        "163.com",
        "189.cn",
        "aliyun.com",
        "aol.com",
        "foxmail.com",
        "gmail.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "naver.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "sina.cn",
        "sina.com",
        "sohu.com",
        "tom.com",
        "web.de",
        "yahoo.com",
        "yahoo.co.jp",
        "yandex.com",
        "yandex.ru",
        "yeah.net",
        "zoho.com",
    ]
)
_GOOGLE = ("gmail.com", "googlemail.com")
# Labels under which countries register by the kind of house: tsinghua.edu.cn, cam.ac.uk, firm.co.jp.
_KINDS = frozenset(
    ["ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "mil", "ne", "net", "nom", "or", "org", "re", "sch"]
)


def address_key(address: str) -> str:
    """An address without differences of case, width and the part after a plus; empty where it is none."""
    local, at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in _GOOGLE:
        local, domain = local.replace(".", ""), _GOOGLE[0]
    return f"{local}@{domain}" if at and local and domain else ""


def house_of(address: str) -> str:
    """The domain that a house registered (cs.tum.de -> tum.de), from an address or a domain; empty for mail
    providers that anybody uses."""
    domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")[2].strip(".")
    labels = domain.split(".")
    if len(labels) < 2:
        return ""
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _KINDS else 2
    house = ".".join(labels[-keep:])
    return "" if house in PUBLIC_DOMAINS else house
