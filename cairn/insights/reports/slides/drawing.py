"""Drawing on a slide: texts, boxes, bars and native charts, in inches from the top left."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from cairn.insights.reports import palette
from cairn.insights.reports.words import is_chinese

HAN: Final = "Microsoft YaHei"
LATIN: Final = "Calibri"
BLANK: Final = 6
LABELS_AN_INCH: Final = 1.1
type Bars = Sequence[tuple[str, str, Sequence[int]]]
type Lines = Sequence[tuple[str, str, bool, Sequence[Decimal | None]]]


class Deck:
    """Wide slides on paper."""

    def __init__(self, title: str, author: str) -> None:
        self._made = Presentation()
        self._made.slide_width, self._made.slide_height = Inches(13.333), Inches(7.5)
        self._made.core_properties.title = title
        self._made.core_properties.author = author

    def slide(self, ground: str = palette.GROUND) -> "Slide":
        made = self._made.slides.add_slide(self._made.slide_layouts[BLANK])
        made.background.fill.solid()
        made.background.fill.fore_color.rgb = RGBColor.from_string(ground)
        return Slide(made, len(self._made.slides))

    def save(self, to: BytesIO) -> None:
        self._made.save(to)


class Slide:
    def __init__(self, native: Any, number: int) -> None:
        self._shapes, self._number = native.shapes, number

    def text(
        self,
        words: str,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        size: float,
        bold: bool = False,
        colour: str = palette.INK,
        right: bool = False,
    ) -> None:
        frame = self._frame(left, top, width, height)
        self._paragraph(frame.paragraphs[0], words, size, bold, colour, right)

    def lines_of_text(
        self,
        lines: Sequence[str],
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        size: float,
    ) -> None:
        """One paragraph a line."""
        frame = self._frame(left, top, width, height)
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            self._paragraph(paragraph, line, size, False, palette.INK_2, False)
            paragraph.space_after = Pt(size / 4)

    def _frame(self, left: float, top: float, width: float, height: float) -> Any:
        box = self._shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
        frame = box.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
        return frame

    def _paragraph(
        self, paragraph: Any, words: str, size: float, bold: bool, colour: str, right: bool
    ) -> None:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour)
        name_fonts(run.font._element)

    def number(self, left: float, top: float) -> None:
        self.text(str(self._number), left, top, 1, 0.3, size=10, colour=palette.INK_3, right=True)

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: str,
        line: str = "",
        shape: Any = MSO_SHAPE.RECTANGLE,
    ) -> None:
        made = self._shapes.add_shape(
            shape, Inches(left), Inches(top), Inches(width), Inches(height)
        )
        made.fill.solid()
        made.fill.fore_color.rgb = RGBColor.from_string(fill)
        made._element.remove(made._element.find(qn("p:style")))
        if line:
            made.line.color.rgb = RGBColor.from_string(line)
            made.line.width = Pt(0.75)
        else:
            made.line.fill.background()

    def rule(self, left: float, top: float, width: float) -> None:
        self.box(left, top, width, 0.01, fill=palette.LINE)

    def cairn(self, left: float, top: float, colour: str) -> None:
        """Cairn's mark."""
        stones = ((0.0, 0.56, 0.9, 0.29), (0.11, 0.29, 0.58, 0.24), (0.27, 0.07, 0.36, 0.19))
        for x, y, width, height in stones:
            self.box(
                *(left + x, top + y, width, height),
                fill=colour,
                shape=MSO_SHAPE.ROUNDED_RECTANGLE,
            )

    def bar(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        done: Decimal | None,
        pace: Decimal | None,
        fill: str,
    ) -> None:
        """How far, with a mark where today should be."""
        self.box(left, top, width, height, fill=palette.TRACK)
        if done is not None and done > 0:
            self.box(left, top, width * float(min(done, Decimal(1))), height, fill=fill)
        if pace is not None:
            at = left + width * float(min(max(pace, Decimal(0)), Decimal(1)))
            self.box(at - 0.01, top - 0.05, 0.02, height + 0.1, fill=palette.INK)

    # Charts

    def stacked_bars(
        self,
        names: Sequence[str],
        series: Bars,
        left: float,
        top: float,
        width: float,
        height: float,
    ) -> None:
        data = _counts(names, series)
        chart = self._chart(XL_CHART_TYPE.BAR_STACKED, data, left, top, width, height)
        chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
        chart.category_axis.reverse_order = True
        _quiet(chart)
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        _fill(chart, [colour for _name, colour, _values in series])
        _label(chart, [colour for _name, colour, _values in series])

    def columns(
        self,
        names: Sequence[str],
        series: Bars,
        left: float,
        top: float,
        width: float,
        height: float,
    ) -> None:
        data = _counts(names, series)
        chart = self._chart(XL_CHART_TYPE.COLUMN_CLUSTERED, data, left, top, width, height)
        chart.plots[0].gap_width, chart.plots[0].overlap = 60, 0
        _quiet(chart)
        most = max((one for _name, _colour, values in series for one in values), default=0)
        chart.value_axis.major_unit = max(1, -(-int(most) // 5))  # nothing is counted in halves
        _fill(chart, [colour for _name, colour, _values in series])

    def lines(
        self,
        names: Sequence[str],
        series: Lines,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        percent: bool,
    ) -> None:
        data = CategoryChartData(number_format="0%" if percent else "0.0")
        data.categories = list(names)
        for name, _colour, _dashed, values in series:
            data.add_series(name, [None if one is None else float(one) for one in values])
        chart = self._chart(XL_CHART_TYPE.LINE, data, left, top, width, height)
        _quiet(chart)
        _thin_out(chart, len(names), round(width * LABELS_AN_INCH))
        axis = chart.value_axis
        axis.minimum_scale, axis.maximum_scale = 0, _top(series) if percent else 10
        axis.tick_labels.number_format = "0%" if percent else "0"
        axis.tick_labels.number_format_is_linked = False
        for drawn, (_name, colour, dashed, _values) in zip(
            chart.plots[0].series, series, strict=True
        ):
            drawn.smooth = False
            drawn.format.line.color.rgb = RGBColor.from_string(colour)
            drawn.format.line.width = Pt(2.5)
            if dashed:
                drawn.format.line.dash_style = MSO_LINE.DASH

    def _chart(
        self, kind: Any, data: Any, left: float, top: float, width: float, height: float
    ) -> Any:
        frame = self._shapes.add_chart(
            kind, Inches(left), Inches(top), Inches(width), Inches(height), data
        )
        chart = frame.chart
        chart.has_legend, chart.has_title = True, False
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.font.size = Pt(13)
        chart.font.color.rgb = RGBColor.from_string(palette.INK_2)
        name_fonts(chart.font._element)
        return chart


def _counts(names: Sequence[str], series: Bars) -> CategoryChartData:
    """A zero is not written."""
    data = CategoryChartData(number_format="0;;")
    data.categories = list(names)
    for name, _colour, values in series:
        data.add_series(name, list(values))
    return data


def _quiet(chart: Any) -> None:
    """Thin lines across, no frames."""
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(palette.LINE)
    chart.value_axis.format.line.fill.background()
    chart.category_axis.format.line.color.rgb = RGBColor.from_string(palette.LINE)
    chart.category_axis.has_major_gridlines = False


def _top(series: Lines) -> float | None:
    """The end of a scale of shares: nobody needs to see 120 % where all is done."""
    highest = max((one for line in series for one in line[3] if one is not None), default=0)
    return 1 if Decimal("0.8") < highest <= 1 else None


def _thin_out(chart: Any, count: int, most: int) -> None:
    """No more labels below the chart than can be read side by side."""
    axis = chart.category_axis._element
    skip = axis.makeelement(qn("c:tickLblSkip"), {"val": str(-(-count // most))})
    last = axis.find(qn("c:noMultiLvlLbl"))
    axis.insert(len(axis) if last is None else list(axis).index(last), skip)


def _fill(chart: Any, colours: Sequence[str]) -> None:
    for drawn, colour in zip(chart.plots[0].series, colours, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = RGBColor.from_string(colour)


def _label(chart: Any, colours: Sequence[str]) -> None:
    """The number in each part; none where it is 0."""
    for drawn, colour in zip(chart.plots[0].series, colours, strict=True):
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = "0;;", False
        labels.font.size = Pt(13)
        ink = palette.INK_2 if colour in palette.PALE else palette.WHITE
        labels.font.color.rgb = RGBColor.from_string(ink)


def name_fonts(properties: Any) -> None:
    """Faces for Latin and for Han on one text, and its language, which breaks the lines."""
    for tag, face in (("a:latin", HAN if is_chinese() else LATIN), ("a:ea", HAN), ("a:cs", LATIN)):
        found = properties.find(qn(tag))
        if found is None:
            found = properties.makeelement(qn(tag), {})
            properties.append(found)
        found.set("typeface", face)
    properties.set("lang", "zh-CN" if is_chinese() else "en-US")
    if is_chinese():
        properties.set("altLang", "en-US")
