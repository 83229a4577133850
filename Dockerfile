# The page for a team: docs/deploy.md. The image has what running needs, and nothing for tests.
FROM python:3.13-slim

# docker build --build-arg PIP_INDEX_URL=... takes the packages from a mirror
ARG PIP_INDEX_URL
WORKDIR /teda
COPY . .
RUN python bootstrap.py setup && rm -rf /root/.cache

# Fonts and the compiled model are kept here.
RUN useradd --create-home teda && mkdir static && chown teda static
USER teda
# The second keeps Streamlit from asking a public server for the address of this one.
ENV STREAMLIT_SERVER_ADDRESS=0.0.0.0 STREAMLIT_BROWSER_SERVER_ADDRESS=localhost
EXPOSE 8501
HEALTHCHECK --start-period=60s CMD python -c "import socket; socket.create_connection(('127.0.0.1', 8501), 3)"
CMD [".venv/bin/python", "-m", "sim", "app", "--no-browser", "--port", "8501"]
