/** A deployed system, as its clients reach it: addresses and credentials. Experiments that need nothing else of a system call in. */
package dev.sluice.loadtest.deployed;
