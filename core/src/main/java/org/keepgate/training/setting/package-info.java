/**
 * What a user may set: every name, sentence, bound and default, declared once for the command line
 * and for Spark's parameters.
 */
@NullMarked
package org.keepgate.training.setting;

import org.jspecify.annotations.NullMarked;
