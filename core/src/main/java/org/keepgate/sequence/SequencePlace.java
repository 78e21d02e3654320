package org.keepgate.sequence;

/**
 * A step of a share.
 *
 * @param sequence index in the share
 * @param step of the sequence, from 0
 */
public record SequencePlace(int sequence, int step) {}
