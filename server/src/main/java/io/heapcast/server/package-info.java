/** What the outside sees: {@code /metrics} and alert delivery. */
@NullMarked
package io.heapcast.server;

import org.jspecify.annotations.NullMarked;
