@echo off
rem Opens the simulator by a double click. Saved as UTF-8 with CRLF.
chcp 65001 >nul
cd /d "%~dp0"
if not exist bootstrap.py goto packed
set "PYTHON="
for %%v in (3.14 3.13 3.12 3.11) do if not defined PYTHON py -%%v -c "" >nul 2>nul && set "PYTHON=py -%%v"
if not defined PYTHON python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON goto missing
if not exist .venv echo 首次打开需要联网下载约 300 MB，约几分钟。下载慢时可改用镜像（如清华、阿里云），把环境变量 PIP_INDEX_URL 设为镜像地址。
if not exist .venv echo The first start downloads about 300 MB. If that is slow, set PIP_INDEX_URL to the address of a mirror.
%PYTHON% bootstrap.py app
if not errorlevel 1 exit /b 0
pause
exit /b 1

:packed
echo 请先把压缩包完整解压，再双击解压后文件夹里的这个文件。
echo Extract the whole archive first, then open this file in the extracted folder.
pause
exit /b 2

:missing
echo 没有找到 Python 3.11 或更新的版本（64 位）。
echo 请从 python.org 下载并安装，安装时勾选“Add python.exe to PATH”；
echo 也可从软件管理中心、Microsoft Store，或清华、阿里云等镜像站获取。装好后再双击本文件。
echo No Python 3.11 or later (64 bit) was found. Install it from python.org, with "Add python.exe to PATH",
echo or from the Microsoft Store, then open this file again.
pause
exit /b 2
