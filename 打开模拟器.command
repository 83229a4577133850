#!/bin/sh
# Opens the simulator by a double click, on macOS and on many Linux desktops.
cd "$(dirname "$0")" || exit 2
for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        if [ ! -e .venv ]; then
            echo '首次打开需要联网下载约 300 MB，约几分钟。下载慢时可改用镜像（如清华、阿里云），把环境变量 PIP_INDEX_URL 设为镜像地址。'
            echo 'The first start downloads about 300 MB. If that is slow, set PIP_INDEX_URL to the address of a mirror.'
        fi
        exec "$name" bootstrap.py app
    fi
done
echo '没有找到 Python 3.11 或更新的版本。请从 python.org 下载并安装，也可从清华、阿里云等镜像站获取；装好后再双击本文件。'
echo 'No Python 3.11 or later was found. Install it from python.org, then open this file again.'
exit 2
