"""Which files may prove a decision: told by their first bytes, never by their name."""

import pytest

from publishing.attachments import MOST_BYTES, MOST_FILES, NotKept, checked, clean_name, kind_of

MAIL = b"From: Ada <ada@example.org>\r\nDate: Tue, 3 Mar 2026 09:00:00 +0000\r\nSubject: Fine\r\n\r\nIt is fine.\r\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0..", "image/jpeg"),
        (MAIL, "message/rfc822"),
        (b"Received: from a\r\n\tby b\r\nMessage-ID: <x>\r\n\r\nna\xefve latin-1", "message/rfc822"),
        (b"I checked it. No change.\n", "text/plain"),
        ("Está bien, según la guía.\n".encode(), "text/plain"),
        ("\ufeffFine\r\n\tby me".encode(), "text/plain"),
        (b"Note: this is no mail\n", "text/plain"),
        (b"<html><script>alert(1)</script>", "text/plain"),  # kept as text, and served as text that nothing runs
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04", None),
        (b"GIF89a\x01\x00\x01\x00", None),
        (b"na\xefve", None),
        (b"a\x00b", None),
        (b"\x1b[2Jx", None),
        (MAIL + b"\x00", None),
        (b" %PDF-1.7 \x00", None),
    ],
)
def test_the_first_bytes_say_what_a_file_is(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("mail.eml", "mail.eml"),
        ("Correo de la doctora Pérez.pdf", "Correo de la doctora Pérez.pdf"),
        ("../../etc/passwd", "passwd"),
        ("D:\\forms\\x\\scan.png", "scan.png"),
        ('a";\r\nX: y.txt', "aX y.txt"),
        ("x\u202egnp.exe", "xgnp.exe"),
        ("<script>.txt", "script.txt"),
        ("...", "file"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
    ],
)
def test_a_name_can_mislead_nobody(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([("a.txt", b"")], "empty"),
        ([("a.txt", b"x" * (MOST_BYTES + 1))], "too-long"),
        ([("a.txt", b"x")] * (MOST_FILES + 1), "too-many"),
        ([("a.txt", b"x"), ("b.pdf", b"MZ\x00")], "kind"),
    ],
)
def test_what_is_not_kept_says_why(files, why):
    with pytest.raises(NotKept) as refused:
        checked(files)
    assert refused.value.why == why


def test_the_largest_that_may_be_kept_and_an_ending_of_our_own():
    (kept,) = checked([("photo.html", b"\xff\xd8\xff" + b"x" * (MOST_BYTES - 3))])
    assert (kept.name, kept.content_type, len(kept.sha256)) == ("photo.jpg", "image/jpeg", 64)
    assert checked([]) == []
