package org.keepgate.spark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report of a short training, as a real browser shows it on a phone")
class ReportInBrowserTest extends CommandFolder {
  private static final int PHONE = 390; // pixels

  /**
   * Stands first in a copy of the page: notes errors and what was not loaded, measures when all is
   * there, and tells the page around it.
   */
  private static final String MEASURING =
      """
      <script>
      const errors = [];
      addEventListener('error', e => errors.push(e.message || 'not loaded: ' + e.target.outerHTML), true);
      addEventListener('securitypolicyviolation', e => errors.push('refused: ' + e.blockedURI));
      addEventListener('load', () => {
        const pictures = [...document.querySelectorAll('svg, img, canvas')]
            .filter(p => p.getClientRects().length > 0); // of drawings for phones and for screens one is shown
        const name = p => p.alt || p.getAttribute('aria-label')
            || (p.querySelector('title') || {}).textContent || '';
        const marks = p => p.tagName === 'IMG' ? p.naturalWidth
            : [...p.querySelectorAll('path, line, rect, circle, text')]
                .filter(mark => mark.getBBox().width + mark.getBBox().height > 0).length;
        parent.postMessage(JSON.stringify({errors, scripts: document.scripts.length - 1,
          pictures: pictures.map(p => ({name: name(p), marks: marks(p)})),
          shown: innerWidth, wide: document.documentElement.scrollWidth}), '*');
      });
      </script>
      """;

  /** The page around it, of a phone's width: the browser's own windows are wider. */
  private static final String FRAME =
      """
      <!DOCTYPE html>
      <body><script>addEventListener('message', e => document.body.dataset.measured = btoa(unescape(encodeURIComponent(e.data))))</script>
      <iframe src="measured.html" width="%d" height="800" style="border: 0"></iframe></body>
      """;

  @Test
  @DisplayName("no error, every picture drawn and described, no sideways scrolling at 390 pixels")
  void opens() throws IOException, InterruptedException {
    Optional<Chromium> browser = Chromium.installed();
    assumeTrue(browser.isPresent(), Chromium::skipped);
    Path model = model("reported");
    train(SmallInputs.trainTable(model), SmallInputs.table(folder), "--set", "maxIter=3");
    requireGood(measure(browser.get(), Files.readString(model.resolve("report.html"))));
  }

  @Test
  @DisplayName("a look inside a model, with coloured texts and many pictures, is as good")
  void inspects() throws IOException, InterruptedException {
    Optional<Chromium> browser = Chromium.installed();
    assumeTrue(browser.isPresent(), Chromium::skipped);
    Path texts = SmallInputs.texts(folder);
    train(SmallInputs.trainTexts(model("inside")), texts);
    Path page = folder.resolve("inside.html");
    CommandRun.of(
            List.of("inspect", "--model", model("inside").toString(), "--input", texts.toString()),
            "--training-input",
            texts.toString(),
            "--report",
            page.toString())
        .succeeds();
    requireGood(measure(browser.get(), Files.readString(page)));
  }

  private static void requireGood(JsonNode measured) {
    assertEquals("[]", measured.get("errors").toString());
    assertFalse(measured.get("pictures").isEmpty(), "a report has pictures");
    for (JsonNode picture : measured.get("pictures")) {
      assertTrue(picture.get("name").asText().length() > 10, "described: " + picture);
      assertTrue(picture.get("marks").asInt() > 10, "drawn: " + picture);
    }
    assertEquals(PHONE, measured.get("shown").asInt());
    assertTrue(measured.get("wide").asInt() <= PHONE, "as wide as the phone: " + measured);
  }

  @Test
  @DisplayName("the measuring itself notes errors, undescribed pictures and what is too wide")
  void measures() throws IOException, InterruptedException {
    Optional<Chromium> browser = Chromium.installed();
    assumeTrue(browser.isPresent(), Chromium::skipped);
    JsonNode measured =
        measure(
            browser.get(),
            "<html><head></head><body><svg/><img src='none.png'/><p style='width: 900px'>wide</p>"
                + "<script>nowhere()</script></body></html>");
    assertEquals(2, measured.get("errors").size(), measured.toString());
    assertEquals("{\"name\":\"\",\"marks\":0}", measured.get("pictures").get(0).toString());
    assertTrue(measured.get("wide").asInt() > 900);
  }

  private JsonNode measure(Chromium browser, String html) throws IOException, InterruptedException {
    Path page = folder.resolve("frame.html");
    Files.writeString(
        folder.resolve("measured.html"),
        html.replaceFirst("<head>", "<head>" + Matcher.quoteReplacement(MEASURING)));
    Files.writeString(page, FRAME.formatted(PHONE));
    Matcher told =
        Pattern.compile("data-measured=\"([^\"]*)\"").matcher(browser.dom(page, folder, 1000));
    assertTrue(told.find(), "the page was not shown to its end");
    return new JsonMapper().readTree(new String(Base64.getDecoder().decode(told.group(1)), UTF_8));
  }
}
