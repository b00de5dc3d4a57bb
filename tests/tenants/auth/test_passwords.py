"""Passwords: what is accepted, how they are kept, and how many are hashed at once."""

import logging
import threading

import pytest

from causeway.tenants.auth import passwords
from causeway.tenants.auth.passwords import HashCost, TooBusyError
from causeway.tenants.errors import DomainError


def test_full_cost_is_argon2id_as_documented():
    passwords.configure()
    stored = passwords.hash_password("harbour lantern 47")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.verify_password(stored, "harbour lantern 47")
    assert not passwords.verify_password(stored, "harbour lantern 48")


def test_a_cheaper_cost_is_said_in_the_log(caplog):
    with caplog.at_level(logging.WARNING):
        passwords.configure(HashCost(memory_kib=64, time_cost=1, parallelism=1))
    assert "reduced cost" in caplog.text


def test_a_hash_of_another_cost_is_to_be_renewed():
    stored = passwords.hash_password("harbour lantern 47")
    assert not passwords.needs_rehash(stored)
    passwords.configure(HashCost(memory_kib=128, time_cost=1, parallelism=1))
    assert passwords.needs_rehash(stored)
    assert passwords.verify_password(stored, "harbour lantern 47")


def test_nobodys_password_is_never_right():
    assert not passwords.verify_password(None, "harbour lantern 47")


def test_the_same_letters_composed_differently_are_the_same_password():
    stored = passwords.hash_password("cafe\u0301 am Hafen 47")
    assert passwords.verify_password(stored, "caf\u00e9 am Hafen 47")


def test_an_unreadable_hash_refuses_and_is_logged(caplog):
    assert not passwords.verify_password("not a hash", "harbour lantern 47")
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password_too_short"),
        ("短密码只有八个字", "password_too_short"),
        ("x" * 513, "password_too_long"),
        ("wei.chen is my name", "password_contains_email"),
        ("we at Haichuan work", "password_contains_email"),
        ("password1234", "password_common"),
        ("P@ssword-2024!", "password_common"),
        ("Welcome123456", "password_common"),
        ("qwertyuiop123", "password_common"),
        ("1qaz2wsx3edc", "password_common"),
        ("woaini5201314", "password_common"),
        ("abcabcabcabc", "password_common"),
        ("111111111111", "password_common"),
        ("123456789012", "password_common"),
        ("abcdefghijklm", "password_common"),
        ("Causeway2026", "password_common"),
    ],
)
def test_a_poor_password_is_refused_with_its_reason(password, code):
    with pytest.raises(DomainError) as refused:
        passwords.check_new_password(password, email="Wei.Chen@haichuan.example")
    assert refused.value.code == code


@pytest.mark.parametrize(
    "password",
    [
        "harbour lantern 47",
        "春江潮水连海平海上明月",
        "correct horse battery staple",
        "x" * 6 + "harbour" + "y" * 100,
        "qK7vTzm2XwR9",
        "only lower case letters here",
    ],
)
def test_any_composition_is_accepted(password):
    if len(password) >= passwords.MIN_LENGTH:
        passwords.check_new_password(password, email="wei.chen@haichuan.example")


def test_no_more_hashes_run_at_once_than_the_gate_lets_through():
    passwords.configure(HashCost(memory_kib=64, time_cost=1, parallelism=1), at_once=2, patience_seconds=0.05)
    inside, go_on = threading.Barrier(3), threading.Event()

    def hold():
        with passwords._hashing.turn():
            inside.wait()
            go_on.wait()

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait()
    with pytest.raises(TooBusyError):
        passwords.hash_password("harbour lantern 47")
    go_on.set()
    for thread in threads:
        thread.join()
    assert passwords.hash_password("harbour lantern 47")
