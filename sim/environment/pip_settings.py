"""The user's own settings of pip, and what uv, which does not read them, is to be told."""

import ast
import os
import re
import subprocess

from sim.environment import place

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
UV_NAMES = {
    "index-url": ("UV_DEFAULT_INDEX",),
    "extra-index-url": ("UV_INDEX",),
    "find-links": ("UV_FIND_LINKS",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "timeout": ("UV_HTTP_TIMEOUT",),
    "default-timeout": ("UV_HTTP_TIMEOUT",),
    "retries": ("UV_HTTP_RETRIES",),
    "proxy": PROXIES,
    "cert": ("SSL_CERT_FILE",),
}
# With any of these pip installs everything: it is slower, and knows what they mean.
PIP_ALONE = {"client-cert", "keyring-provider", "no-cache-dir", "no-index"}


def pip_settings(listing: str) -> dict[str, str]:
    """Return the settings that hold for an installation, from the text of ``pip config list``.

    Later places take precedence as they do in pip: [global], then [install], then the environment.
    """
    found = re.findall(r"^(global|install|:env:)\.([\w-]+)=(.*)$", listing, re.MULTILINE)
    places = ("global", "install", ":env:")
    ordered = sorted(found, key=lambda setting: places.index(setting[0]))
    return {name: str(ast.literal_eval(value.strip())) for _, name, value in ordered}


def read_pip_settings() -> dict[str, str]:
    """Return the settings of the pip in the environment."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    command = [str(place.PYTHON), "-m", "pip", "config", "list"]
    listing = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False).stdout
    return pip_settings(listing.decode("utf-8", "replace").replace("\r\n", "\n"))


def uv_environment(pip: dict[str, str], environment: dict[str, str]) -> dict[str, str]:
    """Return the environment for uv, in which its own variables take precedence over settings of pip."""
    for_pip = {
        name: ("," if key == "find-links" else " ").join(pip[key].split())
        for key, names in UV_NAMES.items()
        if key in pip
        for name in names
    }
    # pip takes the best version of all its indexes; the hashes of the lock keep that safe
    for_pip["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    for_uv = {name: value for name, value in environment.items() if name.startswith("UV_")}
    return {**environment, **for_pip, **for_uv}
