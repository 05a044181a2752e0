"""Reads a document as office programs do and says what is in it, as JSON. Fails where the format is broken."""

import io
import json
import sys
import zipfile

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

# The order of what stands in the properties of a paragraph, of a run and of a cell; programs refuse another one.
ORDERS = {
    "pPr": "pStyle keepNext keepLines numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs strike noProof color sz szCs highlight u shd vertAlign",
    "tcPr": "tcW gridSpan vMerge shd",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit tblHeader",
}


def local(element):
    return etree.QName(element).localname


def check(package):
    """What holds in every document, whatever it says."""
    names = package.namelist()
    assert len(names) == len(set(names)), names
    parts = {name: etree.fromstring(package.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    kinds = parts["[Content_Types].xml"]
    known = {kind.get("Extension") for kind in kinds} | {kind.get("PartName") for kind in kinds}
    for name in names:
        assert "/" + name in known or name.rsplit(".", 1)[-1] in known, name
    for root in (parts["word/document.xml"], parts["word/styles.xml"]):
        for element in root.iter():
            order = ORDERS.get(local(element), "").split()
            places = [order.index(local(child)) for child in element] if order else []
            assert places == sorted(places), etree.tostring(element)
    document = parts["word/document.xml"]
    relations = {one.get("Id"): one for one in parts["word/_rels/document.xml.rels"]}
    used = {value for element in document.iter() for name, value in element.attrib.items() if "relationships" in name}
    assert used <= set(relations), used - set(relations)
    for one in relations.values():
        assert one.get("TargetMode") == "External" or "word/" + one.get("Target") in names, one.attrib
    lists = {one.get(qn("w:numId")) for one in parts["word/numbering.xml"].iter(qn("w:num"))}
    for one in document.iter(qn("w:numId")):
        assert one.get(qn("w:val")) in lists, one.attrib
    for tag, attribute in (("w:bookmarkStart", qn("w:id")), ("w:bookmarkStart", qn("w:name")), ("wp:docPr", "id")):
        values = [one.get(attribute) for one in document.iter(qn(tag))]
        assert len(values) == len(set(values)), values
    anchors = {one.get(qn("w:name")) for one in document.iter(qn("w:bookmarkStart"))}
    for one in document.iter(qn("w:hyperlink")):
        assert one.get(qn("w:anchor")) in anchors | {None}, one.attrib
    for cell in document.iter(qn("w:tc")):
        assert local(cell[-1]) == "p", "a cell does not end in a paragraph"
    for table in document.iter(qn("w:tbl")):
        columns = len(table.find(qn("w:tblGrid")))
        for row in table.findall(qn("w:tr")):
            spans = [cell.find(qn("w:tcPr")).find(qn("w:gridSpan")) for cell in row.findall(qn("w:tc"))]
            assert sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans) == columns


def number(paragraph):
    """The list of a paragraph: how it counts and how deep it is."""
    properties = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    if properties is None:
        return None
    numbering = paragraph.part.numbering_part.element
    use = next(one for one in numbering.num_lst if one.numId == properties.numId.val)
    kind = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{use.abstractNumId.val}']")[0]
    level = next(one for one in kind.iter(qn("w:lvl")) if one.get(qn("w:ilvl")) == str(properties.ilvl.val))
    start = [one.get(qn("w:val")) for one in use.iter(qn("w:startOverride"))]
    return {
        "list": properties.numId.val,
        "level": properties.ilvl.val,
        "kind": level.find(qn("w:numFmt")).get(qn("w:val")),
        "start": int(start[0]) if start else None,
    }


def runs(paragraph):
    said = []
    for run in paragraph.runs:
        marks = [name for name in ("bold", "italic", "underline") if getattr(run, name)]
        marks += ["strike"] if run.font.strike else []
        marks += ["highlight"] if run.font.highlight_color else []
        marks += ["code"] if run.style.name == "Inline Code" else []
        said.append([run.text, marks])
    return said


def described(paragraph):
    ticked = paragraph._p.xpath(".//*[local-name()='checked']")
    return {
        "style": paragraph.style.name,
        "text": paragraph.text,
        "runs": runs(paragraph),
        "number": number(paragraph),
        "ticked": ticked[0].values()[0] == "1" if ticked else None,
        "links": [[link.text, link.address or "#" + link.fragment] for link in paragraph.hyperlinks],
        "pictures": [
            {"alt": one.get("descr"), "width": int(one.getparent().find(qn("wp:extent")).get("cx")) // 9525}
            for one in paragraph._p.iter(qn("wp:docPr"))
        ],
    }


def main():
    data = sys.stdin.buffer.read()
    check(zipfile.ZipFile(io.BytesIO(data)))
    document = Document(io.BytesIO(data))
    core = document.core_properties
    images = [one.target_part for one in document.part.rels.values() if one.reltype.endswith("/image")]
    contents = document.element.body.xpath(".//w:sdt[.//w:docPartGallery]//w:hyperlink")
    print(
        json.dumps(
            {
                "title": core.title,
                "author": core.author,
                "created": core.created.isoformat(),
                "paragraphs": [described(paragraph) for paragraph in document.paragraphs],
                "tables": [
                    {
                        "head": [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows],
                        "rows": [[cell.text for cell in row.cells] for row in table.rows],
                    }
                    for table in document.tables
                ],
                "images": [[len(one.blob), one.content_type] for one in images],
                "contents": ["".join(text.text for text in link.iter(qn("w:t"))) for link in contents],
            }
        )
    )


main()
