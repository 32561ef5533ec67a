"""The lab's own certificate authority, made anew for each lab; its keys never leave the lab's directory."""

import os
from pathlib import Path

from .namespaces import run

DAYS = "2"
# No secret: the store holds one public certificate, but JVMs insist on a password.
TRUST_STORE_PASSWORD = "changeit"


class Authority:
    def __init__(self, directory):
        self._directory = Path(directory)
        self.certificate = self._directory / "ca.crt"

    def make(self):
        os.umask(0o077)
        self._directory.mkdir(parents=True, exist_ok=True)
        run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            DAYS,
            "-subj",
            "/CN=Sluice lab",
            "-keyout",
            self._path("ca.key"),
            "-out",
            str(self.certificate),
        )

    def issue(self, name, host_names):
        """A certificate for these names and its key (PKCS#8), both PEM; the paths of the two."""
        key, request, certificate = self._path(f"{name}.key"), self._path(f"{name}.csr"), self._path(f"{name}.crt")
        extensions = self._directory / f"{name}.ext"
        names = ",".join(f"DNS:{each}" for each in host_names)
        extensions.write_text(f"subjectAltName={names}\nbasicConstraints=CA:false\nextendedKeyUsage=serverAuth\n")
        run(
            "openssl",
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            f"/CN={name[:60]}",
            "-keyout",
            key,
            "-out",
            request,
        )
        run(
            "openssl",
            "x509",
            "-req",
            "-in",
            request,
            "-CA",
            str(self.certificate),
            "-CAkey",
            self._path("ca.key"),
            "-CAcreateserial",
            "-days",
            DAYS,
            "-extfile",
            str(extensions),
            "-out",
            certificate,
        )
        return certificate, key

    def files(self, name):
        """What `issue` made under this name."""
        return self._path(f"{name}.crt"), self._path(f"{name}.key")

    def trust_store(self):
        """The same CA as JVMs want it."""
        file = self._directory / "trust.p12"
        file.unlink(missing_ok=True)
        run(
            "keytool",
            "-importcert",
            "-noprompt",
            "-alias",
            "lab",
            "-file",
            str(self.certificate),
            "-keystore",
            str(file),
            "-storetype",
            "PKCS12",
            "-storepass",
            TRUST_STORE_PASSWORD,
        )
        return file

    def _path(self, name):
        return str(self._directory / name)
