"""`make run`: migrate, load the demo world once, serve. Ctrl-C ends it."""

import os
import subprocess
import sys


def main() -> None:
    port, weeks = os.environ.get("PORT", "8000"), os.environ.get("WEEKS", "8")
    for step in (
        ["backend.store.migrate"],
        ["seed_data.load", "--weeks", weeks],
        ["seed_data.today"],
    ):
        subprocess.run([sys.executable, "-m", *step], check=True)
    print(f"Xundian 巡店: http://127.0.0.1:{port}", flush=True)
    serve = ["uvicorn", "backend.app:create_app", "--factory", "--host", "127.0.0.1"]
    options = ["--port", port, "--no-access-log", "--timeout-graceful-shutdown", "3"]
    os.execv(sys.executable, [sys.executable, "-m", *serve, *options])  # noqa: S606  our own server


if __name__ == "__main__":
    main()
