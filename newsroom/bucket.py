"""Uploaded pictures in an S3-compatible storage, where STORAGE_URL names one.

Needs the packages of requirements-s3.txt. Readers fetch what lies below `photos/` from the storage itself; nothing else
in it is anybody's but the newsroom's: docs/deploying.md says how the bucket is set.
"""

from pathlib import PurePosixPath
from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

from newsroom.media import HEADERS, SERVED, TYPES

# What every such storage understands: addresses with the bucket in their path, and no checksums of newer kinds.
CLIENT = Config(
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 3},
)


class Bucket(S3Storage):
    """Pictures under addresses without a signature, to be kept by browsers as long as those of the local disk."""

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {
            "client_config": CLIENT,
            # As on the local disk: what lies there is never written over.
            "file_overwrite": False,
        }

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        is_served = name.startswith(f"{SERVED}/")
        return {
            "CacheControl": HEADERS["Cache-Control"] if is_served else "private, no-store",
            "ContentType": TYPES.get(PurePosixPath(name).suffix, "application/octet-stream"),
        }
