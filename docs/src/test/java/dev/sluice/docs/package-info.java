/** Keeps what the READMEs show in line with what it is made from. Called by the build only. */
package dev.sluice.docs;
