"""The whole test that a parser needs."""

from tailtrail_mysql_audit import MySqlAudit

from parsers.testing import assert_contract


def test_contract() -> None:
    assert_contract(MySqlAudit())
