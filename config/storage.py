"""Where files lie, from the environment: in `var/files`, or in a bucket; sealed or plain."""

import re
from dataclasses import dataclass, field

from config.channels import Reader
from config.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of an object store that speaks S3; see `files.ports.shelves.s3`."""

    url: str
    name: str
    region: str
    folder: str
    by_host: bool
    key: str
    secret: str = field(repr=False)


def bucket(read: Reader) -> Bucket | None:
    """The bucket that the environment names. Raises Refusal for one that is named by half."""
    url, name = read.url("YUNHUI_S3_URL", "https", "http"), read.text("YUNHUI_S3_BUCKET")
    key, secret = read.text("YUNHUI_S3_KEY"), read.text("YUNHUI_S3_SECRET")
    region = read.text("YUNHUI_S3_REGION", "us-east-1")
    folder = read.text("YUNHUI_S3_FOLDER").strip("/")
    style = read.choice("YUNHUI_S3_STYLE", "path", "path", "host")
    given = [bool(one) for one in (url, name, key, secret)]
    if any(given) and not all(given):
        raise Refusal("YUNHUI_S3_URL, YUNHUI_S3_BUCKET, YUNHUI_S3_KEY and YUNHUI_S3_SECRET belong together: set all.")
    if name and not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name):
        raise Refusal(f"YUNHUI_S3_BUCKET is “{name}”: write a bucket's name, such as city-files.")
    if not re.fullmatch(r"([\w-]+(/[\w-]+)*)?", folder, re.ASCII):
        raise Refusal(f"YUNHUI_S3_FOLDER is “{folder}”: write letters, digits, - and _, such as yunhui.")
    return Bucket(url, name, region, folder, style == "host", key, secret) if url else None
