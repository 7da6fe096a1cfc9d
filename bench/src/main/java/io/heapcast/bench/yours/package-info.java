/**
 * The user's own tier: a folder of recordings and GC logs with a file that tells which of them
 * leak.
 */
@NullMarked
package io.heapcast.bench.yours;

import org.jspecify.annotations.NullMarked;
