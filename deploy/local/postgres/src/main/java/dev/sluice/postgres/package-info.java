/**
 * A real PostgreSQL server that comes out of a jar: no installation, no Docker, also as root. Dev Services, the local
 * stack and tests may call in; this package knows nobody.
 */
package dev.sluice.postgres;
