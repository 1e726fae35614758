"""Every contract of imports is kept, and is seen broken when a forbidden import is planted in a copy."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
LINTER = Path(sys.executable).parent / "lint-imports"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]

# Contract, the module that imports, what it must not import.
PLANTS = [
    ("direction", "core/records/planted.py", "import members"),
    ("direction", "core/texts/planted.py", "from knowledge import models"),
    ("direction", "core/planted.py", "def later():\n    import association.urls"),
    ("direction", "members/planted.py", "import knowledge.models"),
    ("direction", "core/records/planted.py", "import search"),
    ("direction", "search/planted.py", "from members import models"),
    ("direction", "members/models/planted.py", "import association.settings.base"),
    ("direction", "knowledge/planted.py", "from association import site"),
    ("association", "association/site/planted.py", "import association.urls"),
    ("parts", "core/sources/planted.py", "import core.figures"),
    ("parts", "core/figures/planted.py", "from core import texts"),
    ("parts", "core/records/planted.py", "import core.sources"),
    ("parts", "core/outbox/planted.py", "import core.records"),
    ("parts", "core/records/planted.py", "import core.loading"),
    ("parts", "core/dates/planted.py", "import core.records"),
    ("parts", "core/audience/planted.py", "import core.users"),
    ("outbox", "members/planted.py", "from core.outbox import operations"),
    ("outbox", "core/figures/planted.py", "import core.outbox"),
    ("yaml", "knowledge/planted.py", "import yaml"),
    ("yaml", "core/records/planted.py", "from yaml import safe_load"),
    ("babel", "knowledge/planted.py", "from babel.dates import format_date"),
    ("babel", "core/dates/planted.py", "import babel"),
    ("pillow", "association/site/planted.py", "from PIL import Image"),
    ("environ", "core/planted.py", "import environ"),
    ("citing", "knowledge/planted.py", "import rispy"),
    ("citing", "core/planted.py", "from citeproc import formatter"),
    ("citing", "search/planted.py", "import bibtexparser"),
    ("openpyxl", "search/planted.py", "from openpyxl import Workbook"),
    ("openpyxl", "knowledge/planted.py", "def later():\n    import openpyxl"),
    ("word", "knowledge/planted.py", "import mammoth"),
    ("word", "core/word/planted.py", "from docx import Document"),
    ("word", "association/site/planted.py", "def later():\n    import nh3"),
    ("weasyprint", "core/pdf/planted.py", "from weasyprint import HTML"),
    ("weasyprint", "knowledge/planted.py", "def later():\n    import weasyprint"),
    ("pystemmer", "search/planted.py", "import Stemmer"),
    ("pystemmer", "knowledge/planted.py", "from Stemmer import Stemmer"),
    ("tantivy", "search/engines/planted.py", "import tantivy"),
    ("tantivy", "knowledge/planted.py", "def later():\n    from tantivy import Index"),
    ("allauth", "core/users/planted.py", "from allauth.account.models import EmailAddress"),
    ("elasticsearch", "search/engines/planted.py", "from elasticsearch import Elasticsearch"),
    ("elasticsearch", "association/site/planted.py", "def later():\n    import elasticsearch_dsl"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, to plant in."""
    folder = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess:
    command = [str(LINTER), "--no-cache"]
    for contract in contracts:
        command += ["--contract", contract]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_all_contracts_are_kept(tree: Path) -> None:
    result = lint(tree)
    assert result.returncode == 0, result.stdout


def test_every_contract_has_a_plant() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, _, _ in PLANTS}


@pytest.mark.parametrize(("contract", "module", "code"), PLANTS)
def test_a_forbidden_import_breaks_its_contract(tree: Path, contract: str, module: str, code: str) -> None:
    planted = tree / module
    assert planted.parent.is_dir(), f"{planted.parent.relative_to(tree)} is gone: plant elsewhere"
    planted.write_text(code + "\n")
    try:
        result = lint(tree, contract)
    finally:
        planted.unlink()
    assert result.returncode != 0
    assert "BROKEN" in result.stdout
    assert module.removesuffix(".py").replace("/", ".") in result.stdout
