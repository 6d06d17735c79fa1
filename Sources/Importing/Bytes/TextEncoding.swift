/// The encodings of text that a source may have; the raw value is the word of mappings and reports.
public enum TextEncoding: String, CaseIterable, Hashable, Sendable {
    case utf8 = "utf-8"
    case gb18030 = "gb18030"
}
