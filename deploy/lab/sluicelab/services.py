"""
The real services: a Service Bus emulator as each region's namespace behind its private endpoint, PostgreSQL behind the
primary region's, producer and consumer under the functions-host in each region's integration subnet. They are set up
with the app settings of the sites' bodies; `_lab_settings` is all that differs.
"""

import http.client
import json
import os
import secrets
import shutil
import subprocess
import time
import urllib.parse
from pathlib import Path

from . import namespaces
from .authority import TRUST_STORE_PASSWORD
from .standins import SITE_PORT

READY_SECONDS = 420
EMULATOR_ADMIN_PORT = 5300
DATABASE_PORT = 5432
# Names of the JVM's DNS cache live no longer than the zones' records: or nobody would follow an endpoint that moved.
NAMES = "-Dsun.net.inetaddr.ttl=5 -Dsun.net.inetaddr.negative.ttl=1"
JVM = f"-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData {NAMES}"


class Services:
    def __init__(self, lab):
        self._lab = lab
        self._project = lab.home.parent.parent
        self._directory = lab.state / "services"
        self._secrets = self._directory / "secrets.json"

    def require(self):
        """Fails with a sentence if the build has not made what runs here."""
        paths = [self._emulator, self._host, *(self._application(each) for each in ("producer", "consumer"))]
        missing = [str(each.relative_to(self._project)) for each in paths if not each.exists()]
        if missing:
            raise RuntimeError(f"not built yet: {', '.join(missing)}; run mvn -DskipTests package, or up --no-services")
        _postgres_programs()

    def start(self):
        self._directory.mkdir()
        (self._directory / "tmp").mkdir()
        names = ["sas-1", "sas-2", "database", "owner", "function-key", "master-key"]
        self._secrets.write_text(json.dumps({each: secrets.token_urlsafe(32) for each in names}))
        self._lab.authority.trust_store()
        namespaces_of = [each for each in self._lab.azure.endpoints if each.group == "namespace"]
        for endpoint in namespaces_of:
            self._start_namespace(endpoint)
        self._start_database(
            next(
                each
                for each in self._lab.azure.endpoints
                if each.group == "postgresqlServer" and self._lab.is_primary(each)
            )
        )
        for endpoint in self._lab.azure.endpoints:
            if endpoint.group == "sites":
                self.start_site(endpoint)

    def await_ready(self):
        """Until every site is ready; names those that are not."""
        waiting = [self._lab.site_host(each) for each in self._lab.azure.endpoints if each.group == "sites"]
        deadline = time.monotonic() + READY_SECONDS
        # Once is enough: a busy machine makes a check late now and then.
        while waiting := [each for each in waiting if not self._ready(each)]:
            if time.monotonic() > deadline:
                raise RuntimeError(f"not ready after {READY_SECONDS} s: {', '.join(waiting)}; see {self._directory}")
            # Each question makes a site look at its queues and its database: not too often.
            time.sleep(1)

    @staticmethod
    def _ready(host):
        """
        A site's own word, asked for on its loopback. A consumer counts as ready with its database: its look at the
        queues has two seconds from connecting on, too few on a busy machine, while its host receives all the same.
        """
        connection = http.client.HTTPConnection("localhost", SITE_PORT, timeout=10)
        try:
            connection.sock = namespaces.tcp_socket(host)
            connection.sock.settimeout(10)
            connection.sock.connect(("127.0.0.1", SITE_PORT))
            connection.request("GET", "/q/health/ready")
            checks = {
                each["name"]: each["status"] == "UP" for each in json.loads(connection.getresponse().read())["checks"]
            }
        except (OSError, ValueError, KeyError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return checks.get("Database", all(checks.values()))

    @property
    def function_key(self):
        """What callers of the sites have to show, as under Azure's Functions host."""
        return self._secret("function-key")

    def query(self, sql):
        """Rows of the database, asked by its owner over its own socket."""
        command = [
            _postgres_programs() / "psql",
            "-h",
            self._socket(),
            "-U",
            "owner",
            "-d",
            "orders",
            "-AtX",
            "-c",
            sql,
        ]
        return namespaces.run("env", f"PGPASSWORD={self._secret('owner')}", *map(str, command)).splitlines()

    # --- one by one ---

    def _start_namespace(self, endpoint):
        number = 1 if self._lab.is_primary(endpoint) else 2
        certificate, key = self._lab.certificate_of(endpoint)
        config = self._directory / f"servicebus-{number}.json"
        config.write_text(json.dumps(self._entities(endpoint.target)))
        command = [
            "java",
            *JVM.split(),
            "-Xmx256m",
            f"-Djava.io.tmpdir={self._directory / 'tmp'}",
            "-jar",
            self._emulator,
        ]
        command += ["--config", config, "--port", "-1", "--host", "0.0.0.0", "--admin-port", EMULATOR_ADMIN_PORT]
        command += ["--sas-key", "env:SAS_KEY", "--tls-cert", certificate, "--tls-key", key]
        self._spawn(endpoint.name, f"servicebus-{number}", command, {"SAS_KEY": self._secret(f"sas-{number}")})

    def _entities(self, namespace):
        """The queues' bodies in the official emulator's format."""
        queues = []
        for each in self._lab.resources().of_type("Microsoft.ServiceBus/namespaces/queues"):
            if each.parent == namespace:
                known = (
                    "lockDuration",
                    "maxDeliveryCount",
                    "requiresDuplicateDetection",
                    "duplicateDetectionHistoryTimeWindow",
                    "deadLetteringOnMessageExpiration",
                    "forwardDeadLetteredMessagesTo",
                )
                properties = {
                    name[0].upper() + name[1:]: value for name, value in each.properties.items() if name in known
                }
                queues.append({"Name": each.name, "Properties": properties})
        return {"UserConfig": {"Namespaces": [{"Name": namespace.rsplit("/", 1)[-1], "Queues": queues}]}}

    def _start_database(self, endpoint):
        certificate, key = self._lab.certificate_of(endpoint)
        data, password = self._directory / "database", self._directory / "owner.password"
        password.write_text(self._secret("owner"))
        programs = _postgres_programs()
        Path(self._socket()).mkdir()
        _as_user(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "owner",
            f"--pwfile={password}",
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        with open(data / "pg_hba.conf", "w", encoding="utf-8") as file:
            file.write("local all all scram-sha-256\nhostssl all all 0.0.0.0/0 scram-sha-256\n")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(
                f"listen_addresses='*'\nport={DATABASE_PORT}\nunix_socket_directories='{self._socket()}'\n"
                f"ssl=on\nssl_cert_file='{certificate}'\nssl_key_file='{key}'\n"
                f"max_connections={self._lab.parameters['DATABASE_MAX_CONNECTIONS']}\n"
            )
        self._spawn(endpoint.name, "database", [*USER, programs / "postgres", "-D", data], {})
        self._await_database(data)
        settings = self._settings_of("consumer-1")
        user, name = (
            settings["QUARKUS_DATASOURCE_USERNAME"],
            urllib.parse.urlsplit(settings["QUARKUS_DATASOURCE_JDBC_URL"].removeprefix("jdbc:")).path[1:],
        )
        for sql in (
            f"create role \"{user}\" login password '{self._secret('database')}'",
            f'create database "{name}" owner "{user}"',
        ):
            self._owner_says("postgres", sql)

    def _owner_says(self, database, sql):
        command = [
            _postgres_programs() / "psql",
            "-h",
            self._socket(),
            "-U",
            "owner",
            "-d",
            database,
            "-qX",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            sql,
        ]
        namespaces.run("env", f"PGPASSWORD={self._secret('owner')}", *map(str, command))

    def _await_database(self, data):
        deadline = time.monotonic() + READY_SECONDS
        while (
            "ready" not in (Path(data) / "postmaster.pid").read_text()
            if (Path(data) / "postmaster.pid").exists()
            else True
        ):
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not start; see {self._directory}/database.log")
            time.sleep(0.1)

    def start_site(self, endpoint):
        """The functions-host with one app, on loopback of the site's own namespace; its front door is a stand-in."""
        host = self._lab.site_host(endpoint)
        settings = self._settings_of(host)
        values = {**settings, **self._lab_settings(settings)}
        file = self._directory / f"{host}.settings.json"
        content = {
            "Values": {name: value for name, value in values.items() if value is not None},
            "Keys": {"host": self.function_key, "master": self._secret("master-key")},
        }
        file.write_text(json.dumps(content))
        command = [
            "java",
            *JVM.split(),
            *self._trust(),
            "-Xmx192m",
            f"-Djava.io.tmpdir={self._directory / 'tmp'}",
            "-jar",
            self._host,
        ]
        command += ["--settings", file, "--app", self._application(host.split("-")[0]), "--port", SITE_PORT]
        self._spawn(host, host, command, {})

    def _settings_of(self, host):
        """The app settings that the scripts give a site."""
        endpoint = next(
            each for each in self._lab.azure.endpoints if each.group == "sites" and self._lab.site_host(each) == host
        )
        return {
            each["name"]: each["value"]
            for each in self._lab.resources().find(endpoint.target).properties["siteConfig"]["appSettings"]
        }

    def _lab_settings(self, settings):
        """What differs from Azure: keys and a password in place of identities, for nobody here issues their tokens."""
        changed = {
            name: None
            for name in settings
            if name.startswith(("ServiceBus", "AzureWebJobsStorage", "APPLICATIONINSIGHTS", "WEBSITE", "AZURE_"))
        }
        own, other = (
            settings[f"{each}__fullyQualifiedNamespace"] for each in ("ServiceBusConnection", "ServiceBusSecondary")
        )
        changed |= {
            "ServiceBusConnection": self._connection(own),
            "ServiceBusSecondary": self._connection(other),
            "SLUICE_SERVICEBUS_CONNECTION_STRING": self._connection(own),
            "SLUICE_SERVICEBUS_SECONDARY_CONNECTION_STRING": self._connection(other),
            "JDK_JAVA_OPTIONS": " ".join(
                [JVM, "-Xmx192m", f"-Djava.io.tmpdir={self._directory / 'tmp'}", *self._trust()]
            ),
            "QUARKUS_PROFILE": "local",
        }
        if "QUARKUS_DATASOURCE_JDBC_URL" in settings:
            # The plug-in that brings tokens is left out; verify-full and the JVM's trust stay.
            url, _, query = settings["QUARKUS_DATASOURCE_JDBC_URL"].partition("?")
            kept = [each for each in query.split("&") if not each.startswith("authenticationPlugin")]
            changed |= {
                "QUARKUS_DATASOURCE_JDBC_URL": f"{url}?{'&'.join(kept)}",
                "QUARKUS_DATASOURCE_PASSWORD": self._secret("database"),
                "SLUICE_DATABASE_MIGRATE": "true",
            }
        return changed

    def _connection(self, name):
        number = 1 if name.split(".")[0].lower() == self._lab.parameters["PRIMARY_NAMESPACE"].lower() else 2
        key = self._secret(f"sas-{number}")
        return f"Endpoint=sb://{name};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey={key}"

    def _trust(self):
        return [
            f"-Djavax.net.ssl.trustStore={self._lab.state / 'ca' / 'trust.p12'}",
            f"-Djavax.net.ssl.trustStorePassword={TRUST_STORE_PASSWORD}",
        ]

    def _spawn(self, host, name, command, environment):
        resolv = self._directory / f"{name}.resolv"
        resolv.write_text("".join(f"nameserver {each}\n" for each in self._lab.topology.host(host).resolvers))
        clean = {key: os.environ[key] for key in ("PATH", "JAVA_HOME", "LANG") if key in os.environ}
        clean |= {"TMPDIR": str(self._directory / "tmp"), "HOME": str(self._directory), **environment}
        with open(self._directory / f"{name}.log", "ab") as log:
            argv = namespaces.inside(self._lab.topology.host(host).name, command, [(resolv, "/etc/resolv.conf")])
            process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=clean, cwd=self._directory
            )
        (self._directory / f"{name}.pid").write_text(str(process.pid))

    def _secret(self, name):
        return json.loads(self._secrets.read_text())[name]

    def _socket(self):
        # Paths of sockets are short: this one is private to the lab all the same.
        return "/run/sluice-database"

    def _application(self, service):
        return self._project / service / "target" / "function-app"

    @property
    def _emulator(self):
        return self._project / "deploy/local/servicebus-emulator/target/servicebus-emulator.jar"

    @property
    def _host(self):
        return self._project / "deploy/local/functions-host/target/functions-host.jar"


# PostgreSQL refuses to be root: in a user namespace of its own it is not, wherever the lab runs.
USER = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


def _as_user(*command):
    namespaces.run(*USER, *map(str, command))


def _postgres_programs():
    """Where initdb is: Debian keeps each version's programs in a place of their own."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parent.parent.name) if path.parent.parent.name.isdigit() else 0,
    )
    path = shutil.which("initdb")
    if not found and not path:
        raise RuntimeError("there is no PostgreSQL server (initdb); install postgresql, or up --no-services")
    return (found[-1] if found else Path(path)).parent
