import pytest

pytest.register_assert_rewrite("tests.collab.log_contract")
