"""The import contracts hold, and each of them fails when it is broken once."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
OWN = "own-repository-"

# contract, the file that breaks it (made when it does not exist), the line it gains
BREAKS = [
    ("floors", "portal/kit/digits.py", "import portal.core.errors"),
    ("floors", "portal/clients/models.py", "import portal.invoices.service"),
    ("floors", "portal/newdomain/__init__.py", ""),
    ("rooms", "portal/accounts/models.py", "import portal.accounts.schemas"),
    ("rooms", "portal/accounts/repository.py", "import portal.accounts.service"),
    ("rooms", "portal/orders/tasks.py", "import portal.orders.api"),
    ("rooms", "portal/accounts/helpers.py", ""),
    ("no-flask-below-the-doors", "portal/accounts/service/keys.py", "import flask"),
    ("no-flask-below-the-doors", "portal/core/limits.py", "import flask_sqlalchemy"),
    ("services-know-no-web", "portal/accounts/service/keys.py", "import portal.web.paging"),
    ("pure-ground", "portal/kit/digits.py", "import sqlalchemy"),
    ("doors-leave-the-database-alone", "portal/accounts/staff/people.py", "import sqlalchemy"),
    (
        "doors-leave-the-database-alone",
        "portal/accounts/staff/people.py",
        "import portal.accounts.models",
    ),
    ("doors-are-opened-by-the-composer", "portal/web/health.py", "import portal.accounts.staff"),
    ("doors-are-opened-by-the-composer", "portal/cli.py", "import portal.orders.api"),
    (
        "repositories-serve-their-service",
        "portal/accounts/staff/people.py",
        "import portal.accounts.repository",
    ),
    ("models-stay-below", "portal/web/health.py", "import portal.accounts.models"),
    *(
        (
            contract["id"],
            "portal/dashboard/service.py",
            f"import portal.{contract['id'].removeprefix(OWN)}.repository",
        )
        for contract in CONTRACTS
        if contract["id"].startswith(OWN)
    ),
]


def _lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    command = "import sys; from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", *chosen],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "portal", folder / "portal", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_keeps_its_contracts() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_is_seen_to_fail() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, *_ in BREAKS}


@pytest.mark.parametrize(("contract", "path", "line"), BREAKS)
def test_a_broken_contract_fails(copy: Path, contract: str, path: str, line: str) -> None:
    file = copy / path
    before = file.read_text() if file.exists() else None
    made = not file.parent.exists()
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        result = _lint(copy, contract)
    finally:
        if before is not None:
            file.write_text(before)
        elif made:
            shutil.rmtree(file.parent)
        else:
            file.unlink()
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Contracts: 0 kept, 1 broken." in result.stdout
    # it is this import that broke it, in this copy
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert module.rsplit(".", 1)[-1] in result.stdout
