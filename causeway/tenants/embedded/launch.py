"""Becomes another program, which dies with the process that started it and runs as whom it was told.

Run by path with a bare interpreter (`python -I -S launch.py SIGNAL PARENT IDENTITY -- PROGRAM ARGUMENTS`), so
it imports nothing of ours: it is the first thing every child of the supervisor executes. It is a program and
not a `preexec_fn`, because Python code between fork and exec may deadlock in a process with threads.

The identity is `self`, `user:UID:GID` or `namespace:UID:GID`, the latter being the ids inside. The order matters: changing the user clears the
parent-death signal, so that comes last; a parent that died before it was set is noticed by its changed id.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
CANNOT_LAUNCH = 126


def main(arguments: list[str]) -> None:
    """Takes on the identity, ties this process to its parent and executes the program."""
    death_signal, parent, identity, _separator, *command = arguments
    become(identity)
    die_with_parent(int(death_signal), int(parent))
    os.execv(command[0], command)  # noqa: S606  # no shell is the point


def become(identity: str) -> None:
    """Changes to the named user, or to an unprivileged user of a namespace of our own."""
    if identity == "self":
        return
    kind, uid, gid = identity.split(":")
    if kind == "namespace":
        _enter_user_namespace(int(uid), int(gid))
    else:
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))


def die_with_parent(death_signal: int, parent: int) -> None:
    """Has the kernel send the signal when the parent ends; leaves at once if it has ended already."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _enter_user_namespace(inner_uid: int, inner_gid: int) -> None:
    """Outside we stay who we are, so files keep their owner; inside we are an ordinary user, as Postgres asks."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"unshare(CLONE_NEWUSER): {os.strerror(number)}")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{inner_uid} {uid} 1")
    _write("/proc/self/gid_map", f"{inner_gid} {gid} 1")


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as problem:
        sys.stderr.write(f"cannot start {sys.argv[5]}: {problem}\n")
        sys.exit(CANNOT_LAUNCH)
