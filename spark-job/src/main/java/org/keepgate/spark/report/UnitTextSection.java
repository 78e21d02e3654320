package org.keepgate.spark.report;

import org.w3c.dom.Element;

/**
 * The part of a report that shows a text coloured by the activity of a unit, as Karpathy, Johnson
 * and Fei-Fei (2015) do: from −1, red, to 1, blue. Strong activities are underlined too, for paper
 * without colours and eyes that do not tell them apart.
 */
final class UnitTextSection implements Section {
  private static final int SHADES = 4; // on either side of none
  private static final String[] LEGEND = {"−1", "−½", "0", "½", "1"};

  private final UnitText text;

  UnitTextSection(UnitText text) {
    this.text = text;
  }

  @Override
  public void addTo(Page page, Element main, int number) {
    Element section = page.add(main, "section");
    page.add(section, "h2", text.title());
    page.add(section, "p", text.words());
    Element figure = page.add(section, "figure");
    Element legend = page.add(figure, "p", "activity ");
    legend.setAttribute("class", "activity");
    for (int k = 0; k < LEGEND.length; k++) {
      page.add(legend, "span", " " + LEGEND[k] + " ")
          .setAttribute("class", styleClass(shade(k / 2f - 1)));
    }
    Element shown = page.add(figure, "pre");
    shown.setAttribute("class", "activity");
    int from = 0;
    for (int to = 1; to <= text.symbols().size(); to++) {
      if (to == text.symbols().size() || shadeAt(to) != shadeAt(from)) {
        StringBuilder run = new StringBuilder();
        text.symbols().subList(from, to).forEach(run::append);
        page.add(shown, "span", run.toString().replace("\n", "\u21b5\n"))
            .setAttribute("class", styleClass(shadeAt(from)));
        from = to;
      }
    }
    page.add(
        figure,
        "figcaption",
        "How to read it: each symbol has the colour of the unit's activity once the network has read"
            + " it, from red (−1, dotted underline) over none (0) to blue (1, solid underline); a"
            + " unit that tells something changes its colour where that changes.");
  }

  private int shadeAt(int symbol) {
    return shade(text.activity().get(symbol));
  }

  private static int shade(float activity) {
    return Math.round(activity * SHADES);
  }

  private static String styleClass(int shade) {
    return shade == 0 ? "none" : (shade > 0 ? "up" : "down") + Math.abs(shade);
  }
}
