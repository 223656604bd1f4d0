"""`python -m backend`: serve on HOST:PORT (127.0.0.1:8000). Migrate before."""

import os

import uvicorn


def main() -> None:
    uvicorn.run(
        "backend.app:create_app",
        factory=True,
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
