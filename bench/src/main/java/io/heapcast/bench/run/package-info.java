/**
 * Plays labelled runs: telemetry through the window engine as in production, every window to every
 * contender, in one pass.
 */
@NullMarked
package io.heapcast.bench.run;

import org.jspecify.annotations.NullMarked;
