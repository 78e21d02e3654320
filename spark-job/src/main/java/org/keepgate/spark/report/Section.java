package org.keepgate.spark.report;

import org.w3c.dom.Element;

/** A part of a report: heading, sentences, pictures, tables. */
interface Section {

  /**
   * Appends itself.
   *
   * @param number the section's in the report, for identifiers
   */
  void addTo(Page page, Element main, int number);
}
