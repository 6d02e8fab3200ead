"""What is shipped for hosting agrees with itself: ports, names and settings stand in several files."""

import re
import tomllib

import pytest
import yaml

from deploy.local import CONFIGURATION, ENVIRONMENT, ROOT, SECRET
from tests.test_layers import MAY_IMPORT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
KUSTOMIZATION = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text(encoding="utf-8"))
MANIFEST = {
    (each["kind"], each["metadata"]["name"]): each
    for each in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
}
HEALTH = "/_stcore/health"
PORT = 8501
# What the proxy takes from its environment.
WANTED = set(re.findall(r"\$\{(\w+)\}", CONFIGURATION.read_text(encoding="utf-8")))


def pod(name):
    """What a Deployment starts: its labels, its volumes and its only container."""
    template = MANIFEST["Deployment", name]["spec"]["template"]
    (container,) = template["spec"]["containers"]
    return template["metadata"]["labels"], template["spec"].get("volumes", []), container


def given(container):
    """The environment of a container, by name."""
    return {each["name"]: each.get("value", each.get("valueFrom")) for each in container["env"]}


def test_the_container_runs_with_the_settings_that_are_tested_on_this_machine():
    said = dict(re.findall(r"^(?:ENV|   ) (\w+)=(\S+)", DOCKERFILE, re.MULTILINE))
    assert ENVIRONMENT.items() <= said.items()
    assert int(said["STREAMLIT_SERVER_PORT"]) == PORT


def test_the_container_holds_every_layer_of_the_app_and_its_configuration():
    copied = set(re.findall(r"^COPY (\S+)", DOCKERFILE, re.MULTILINE))
    assert copied == {place or "app.py" for place in MAY_IMPORT} | {
        "requirements.txt",
        ".streamlit/config.toml",
    }
    assert all((ROOT / path).exists() for path in copied)


def test_the_container_is_no_root_and_tells_its_health():
    user = re.findall(r"^USER (\d+)", DOCKERFILE, re.MULTILINE)
    assert user == re.findall(r"useradd --uid (\d+)", DOCKERFILE)
    assert f":{PORT}{HEALTH}" in DOCKERFILE[DOCKERFILE.index("HEALTHCHECK") :]


def test_every_image_is_of_a_named_version():
    images = [
        *re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE),
        *(service["image"] for service in COMPOSE["services"].values()),
        pod("glassnet-proxy")[2]["image"],
        *(f"{image['newName']}:{image['newTag']}" for image in KUSTOMIZATION["images"]),
    ]
    assert all(re.search(r":\d+\.\d+", image) for image in images), images
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert [image for image in images if image.startswith("glassnet:")] == [
        f"glassnet:{version}"
    ] * 2


def test_compose_gives_the_proxy_what_its_configuration_asks_for():
    app, proxy = COMPOSE["services"]["app"], COMPOSE["services"]["proxy"]
    assert set(proxy["environment"]) == WANTED
    assert proxy["environment"]["APP_HOST"] in COMPOSE["services"]
    inside = proxy["ports"][0].rpartition(":")[2]
    assert proxy["environment"]["PROXY_BIND"] == f":{inside}"
    assert app["expose"] == [str(PORT)]
    assert (DEPLOY / proxy["volumes"][0].partition(":")[0]).samefile(CONFIGURATION)
    assert (DEPLOY / app["build"]["context"] / app["build"]["dockerfile"]).exists()


def test_compose_refuses_to_start_without_a_secret():
    assert COMPOSE["services"]["app"]["environment"][SECRET].startswith(f"${{{SECRET}:?")


@pytest.mark.parametrize("name", ["glassnet", "glassnet-proxy"])
def test_every_deployment_selects_its_own_pods_and_mounts_what_it_has(name):
    labels, volumes, container = pod(name)
    assert MANIFEST["Deployment", name]["spec"]["selector"]["matchLabels"] == labels
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in volumes}
    ports = {port["name"] for port in container["ports"]}
    for probe in ("readinessProbe", "livenessProbe"):
        assert next(iter(container[probe].values()))["port"] in ports


def test_the_replicas_are_found_by_a_headless_service():
    labels, _, container = pod("glassnet")
    service = MANIFEST["Service", "replicas"]["spec"]
    assert service["clusterIP"] == "None"
    assert service["selector"] == labels
    assert service["ports"][0]["port"] == container["ports"][0]["containerPort"] == PORT
    assert container["readinessProbe"]["httpGet"]["path"] == HEALTH
    assert given(pod("glassnet-proxy")[2])["APP_HOST"].startswith("replicas.$(NAMESPACE).svc.")


def test_the_proxies_get_their_configuration_and_are_reached():
    labels, volumes, container = pod("glassnet-proxy")
    assert given(container).keys() >= WANTED
    assert given(container)["PROXY_BIND"] == f":{container['ports'][0]['containerPort']}"
    (made,) = KUSTOMIZATION["configMapGenerator"]
    assert volumes[0]["configMap"]["name"] == made["name"]
    assert (DEPLOY / made["files"][0]).samefile(CONFIGURATION)
    service = MANIFEST["Service", "glassnet"]["spec"]
    assert service["selector"] == labels
    assert service["ports"][0]["targetPort"] in {port["name"] for port in container["ports"]}


def test_the_secret_of_the_manifest_is_the_one_that_the_guide_creates():
    wanted = given(pod("glassnet")[2])[SECRET]["secretKeyRef"]
    guide = (ROOT / "docs" / "hosting_a_class.md").read_text(encoding="utf-8")
    assert f"create secret generic {wanted['name']} --from-literal={wanted['key']}=" in guide


def test_nothing_turns_the_protections_of_streamlit_off():
    settings = [*DEPLOY.iterdir(), ROOT / ".streamlit" / "config.toml"]
    for file in filter(lambda path: path.is_file(), settings):
        assert not re.search("enable_?(cors|xsrf)", file.read_text(encoding="utf-8"), re.IGNORECASE)


def test_no_secret_is_written_into_a_file_that_is_shipped():
    for file in filter(lambda path: path.is_file(), DEPLOY.iterdir()):
        assert not re.search(r"\b[0-9a-f]{32,}\b", file.read_text(encoding="utf-8"))


def test_uploads_end_at_five_megabytes():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == 5
