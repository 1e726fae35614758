"""The lock files hold what pyproject.toml asks for, each with its hash, and name no registry."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-scale.txt": PROJECT["dependency-groups"]["scale"],
    "requirements-development.txt": PROJECT["dependency-groups"]["development"],
}


def locked(name: str) -> dict[str, set[str]]:
    """The versions of each package; more than one where they differ by Python."""
    versions: dict[str, set[str]] = {}
    for package, version in re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^]]+\])?==([^\s;\\]+)", (ROOT / name).read_text(), re.MULTILINE
    ):
        versions.setdefault(canonicalize_name(package), set()).add(version)
    return versions


@pytest.mark.parametrize("name", LAYERS)
def test_what_is_asked_for_is_locked(name: str) -> None:
    versions = locked(name)
    for line in LAYERS[name]:
        requirement = Requirement(line)
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement} is not in {name}: make requirements"
        assert all(requirement.specifier.contains(version) for version in found), f"{requirement}: make requirements"


@pytest.mark.parametrize("name", LAYERS)
def test_every_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    assert [block for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", LAYERS)
def test_no_registry_is_named(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.findall(r"https?://|--index-url|--extra-index-url|--find-links|@ file:", text) == []


def test_layers_agree() -> None:
    lower = locked("requirements.txt")
    for name in ["requirements-scale.txt", "requirements-development.txt"]:
        for package, versions in locked(name).items():
            assert versions == lower.get(package, versions), f"{package} differs in {name}"


def test_no_lock_file_of_npm_names_a_registry() -> None:
    found = [path for path in ROOT.rglob("package-lock.json") if "node_modules" not in path.parts]
    assert [path for path in found if '"resolved"' in path.read_text()] == []


def test_what_is_vendored_has_its_version_and_licence() -> None:
    folders = [path for parent in ROOT.glob("*/vendor") if parent.is_dir() for path in parent.iterdir()]
    assert folders
    for folder in folders:
        names = {path.name.split(".")[0] for path in folder.iterdir()}
        assert {"LICENSE", "README"} <= names, f"{folder} lacks its licence or its README"
        assert re.search(r"\d+\.\d+", (folder / "README.md").read_text()), f"{folder} does not say its version"
