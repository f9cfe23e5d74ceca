"""Orca with a browser on a screen that nobody sees. What it would speak is written down, and never sounds.

Each session has its own home, screen and message bus, so that it neither needs nor touches those of the machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browsers import CHROMIUM_FLAGS

PROGRAMS = ("orca", "Xvfb", "xdotool", "openbox", "dbus-daemon")
LOADED = "Finished loading"
QUIET = 0.7
"""Seconds of silence that end what is said of a key."""
PATIENCE = 5
"""Seconds until its first words; only a busy machine needs more than one."""

# Orca runs this file as it starts.
CUSTOM = """
import json, os
from orca import settings, speech
out = open(os.environ["HEARD"], "a", buffering=1)
def say(text, *_, **__):
    out.write(json.dumps(text) + chr(10))
speech.init = speech.stop = lambda: None
speech._speak = speech.speakCharacter = say
speech.speakKeyEvent = lambda *_: None
speech.sayAll = lambda utterances, progress: [say(context.utterance) for context, _ in utterances]
settings.enableSound = settings.enableBraille = settings.enableKeyEcho = False
settings.sayAllOnLoad = settings.pageSummaryOnLoad = False
say("ready")
"""
PREFERENCES = {
    "accessibility.force_disabled": -1,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.aboutwelcome.enabled": False,
    "browser.preonboarding.enabled": False,
    "termsofuse.bypassNotification": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
}


class Listener:
    """A browser that Orca reads.

    Args:
        browser: "firefox" or "chromium".

    Attributes:
        browser: the same.

    Raises:
        AssertionError: for a program that does not start, with its name.
    """

    def __init__(self, browser: str) -> None:
        self.browser = browser
        self._home = Path(tempfile.mkdtemp(prefix="listen-"))
        self._heard = self._home / "heard"
        self._heard.touch()
        self._read = 0
        self._running: list[subprocess.Popen[bytes]] = []
        for folder in ("run", "data/orca", "profile"):
            (self._home / folder).mkdir(mode=0o700, parents=True)
        (self._home / "data/orca/orca-customizations.py").write_text(CUSTOM)
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in PREFERENCES.items()]
        (self._home / "profile/user.js").write_text("\n".join(lines))
        self._env = {
            **os.environ,
            "HOME": str(self._home),
            "XDG_DATA_HOME": str(self._home / "data"),
            "XDG_CONFIG_HOME": str(self._home / "config"),
            "XDG_RUNTIME_DIR": str(self._home / "run"),
            "LANG": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory",
            "GNOME_ACCESSIBILITY": "1",
            "MOZ_ENABLE_WAYLAND": "0",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "HEARD": str(self._heard),
        }
        try:
            self._start_all()
        except BaseException:
            self.close()
            raise

    def _start_all(self) -> None:
        read, write = os.pipe()  # Xvfb takes a free screen and says its number
        screen = ("Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp")
        self._start(*screen, pass_fds=[write])
        self._env["DISPLAY"] = ":" + os.read(read, 16).decode().strip()
        bus = self._start("dbus-daemon", "--session", "--print-address", "--nofork", stdout=subprocess.PIPE)
        assert bus.stdout
        self._env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self._start("openbox", "--sm-disable")
        self._start("/usr/libexec/at-spi-bus-launcher", "--launch-immediately", "--a11y=1", "--screen-reader=1")
        self._start("orca", "--replace")
        self._until(lambda: "ready" in self._said(), 90, "Orca did not start")

    def _start(self, *command: str, stdout: int = subprocess.DEVNULL, **more: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, env=self._env, stdout=stdout, stderr=subprocess.DEVNULL, start_new_session=True, **more
        )
        self._running.append(process)
        return process

    @staticmethod
    def _until(found: Callable[[], Any], seconds: float, what: str) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if got := found():
                return got
            time.sleep(0.05)
        raise AssertionError(what)

    def _x(self, *words: str) -> str:
        return subprocess.run(["xdotool", *words], env=self._env, capture_output=True, text=True).stdout.strip()

    def _said(self) -> list[str]:
        """What was said since this was last asked."""
        new = self._heard.read_bytes()[self._read :]
        new = new[: new.rfind(b"\n") + 1]
        self._read += len(new)
        return [str(json.loads(line)) for line in new.splitlines()]

    def _listen(self, first: float, until: str = "", most: float = 40) -> list[str]:
        """What is said until a silence: up to `first` seconds before the first words, or before those of `until`."""
        start = last = time.monotonic()
        said: list[str] = []
        while time.monotonic() - start < most:
            if new := self._said():
                said += new
                last = time.monotonic()
            elif time.monotonic() - last > (QUIET if said and until in " ".join(said) else first):
                break
            time.sleep(0.04)
        return said

    def open(self, address: str, until: str = LOADED) -> list[str]:
        """Load a page; what is said of it, up to some words, which must be among it."""
        if len(self._running) < 6:
            self._window(address)
        else:
            for words in (["key", "ctrl+l"], ["type", "--delay", "5", address], ["key", "Return"]):
                self._x(*words)
                time.sleep(0.6)
        said = self._listen(8, until)
        if until not in " ".join(said):  # on a busy machine Orca may meet the window only after the page has loaded
            self._x("key", "F5")
            said = self._listen(16, until)
        assert until in " ".join(said), f"Orca never said '{until}' of {address}: {said}"
        return said

    def _window(self, address: str) -> None:
        profile = str(self._home / "profile")
        if self.browser == "firefox":
            self._start("firefox-esr", "--no-remote", "--new-instance", "--profile", profile, address)
        else:
            extra = ("--force-renderer-accessibility", "--password-store=basic", f"--user-data-dir={profile}")
            self._start("chromium", *CHROMIUM_FLAGS, *extra, address)
        name = {"firefox": "Firefox-esr", "chromium": "chromium"}[self.browser]
        window = self._until(lambda: self._x("search", "--onlyvisible", "--class", name), 60, f"no window of {name}")
        self._x("windowactivate", "--sync", window.split()[-1])

    def press(self, key: str, times: int = 1) -> list[str]:
        """Press a key, named as xdotool names it; what is said. `h`: the next heading; `x`: the next box; `b`: button."""
        said: list[str] = []
        for _ in range(times):
            self._x("key", key)
            said += self._listen(PATIENCE)
        return said

    def type(self, words: str) -> list[str]:
        self._x("type", "--delay", "80", words)
        return self._listen(PATIENCE)

    def wait(self, seconds: float) -> list[str]:
        return self._listen(seconds)

    def close(self) -> None:
        for process in reversed(self._running):
            for sign in (signal.SIGTERM, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                    os.killpg(process.pid, sign)
                    process.wait(5)
        shutil.rmtree(self._home, ignore_errors=True)
