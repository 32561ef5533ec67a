/** Makes pictures of reports, by a browser without a window. Knows reports as folders only. */
package dev.sluice.loadtest.pictures;
