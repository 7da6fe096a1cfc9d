/**
 * The JFR repository of a JVM, opened without trusting that JVM: {@link
 * io.heapcast.collector.repository.ConfinedDirectory} follows no link, {@link
 * io.heapcast.collector.repository.HeldFile} stays the file that was checked, {@link
 * io.heapcast.collector.repository.TargetRepository} shows the checked chunk files to the JDK's
 * reader.
 */
@NullMarked
package io.heapcast.collector.repository;

import org.jspecify.annotations.NullMarked;
