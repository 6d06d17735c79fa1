public import Rulebook

extension TextFault {
    var words: ImportWords {
        switch self {
        case .utf16:
            TextFault.encoding(
                "utf-16", ImportWords.both("the file is UTF-16", zh: "文件是 UTF-16 编码"))
        case .nul(let place):
            TextFault.encoding(
                "nul",
                ImportWords.both("there is a NUL \(place.en): the file is not text", zh: "\(place.zh)有 NUL 字节，不是文本文件"))
        case .badSequence(let encoding, let place):
            TextFault.encoding(
                "bad-sequence",
                ImportWords.both(
                    "what stands \(place.en) is not \(encoding.name)", zh: "\(place.zh)的内容不是 \(encoding.name) 编码"))
        case .otherEncoding(let expected, let found):
            TextFault.encoding(
                "other-encoding",
                ImportWords.both(
                    "the mapping says \(expected.name), and the file is \(found.name)",
                    zh: "映射写明 \(expected.name)，而文件是 \(found.name)"))
        case .mixed(let place):
            TextFault.encoding(
                "mixed-encodings",
                ImportWords.both(
                    "some lines are UTF-8 and others are not, the first of them \(place.en)",
                    zh: "文件混用编码：部分行是 UTF-8，其余不是，首处在\(place.zh)"))
        case .unknown(let utf8, let gb18030):
            TextFault.encoding(
                "unknown-encoding",
                ImportWords.both(
                    "the file is neither UTF-8 (breaks \(utf8.en)) nor GB18030 (breaks \(gb18030.en))",
                    zh: "文件既不是 UTF-8（\(utf8.zh)出错），也不是 GB18030（\(gb18030.zh)出错）"))
        case .headerNotUTF8:
            TextFault.encoding("bad-sequence", ImportWords.both("the header is not UTF-8", zh: "表头不是 UTF-8 编码"))
        case .changed:
            ImportWords(
                "source-changed",
                ImportWords.both("the file was changed while it was read", zh: "文件在读取过程中被改动"),
                next: ImportWords.both("wait until the source has written it, then run again", zh: "请等来源写完后重新运行"))
        }
    }

    private static func encoding(_ code: String, _ fact: Bilingual) -> ImportWords {
        ImportWords(
            code, fact,
            next: ImportWords.both("let the source write UTF-8 or GB18030 throughout", zh: "请让来源系统统一输出 UTF-8 或 GB18030")
        )
    }
}

extension TextEncoding {
    /// As people write it.
    public var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .gb18030: "GB18030"
        }
    }
}

extension SourcePlace {
    fileprivate var en: String { "at byte \(byte), row \(row)" }
    fileprivate var zh: String { "第 \(row) 行（字节 \(byte)）" }
}

extension CSVError {
    /// The same for people.
    public var words: ImportWords {
        ImportWords(
            "bad-csv",
            ImportWords.both(
                "row \(row), line \(line): \(fault.words.en)", zh: "第 \(row) 行（文件第 \(line) 行）：\(fault.words.zh)"),
            next: ImportWords.correctSource)
    }
}

extension CSVError.Fault {
    /// What is wrong, in both languages.
    public var words: Bilingual {
        switch self {
        case .quoteInField:
            ImportWords.both("a quote inside a field that does not begin with one", zh: "字段没有以引号开头，中间却有引号")
        case .textBehindQuote: ImportWords.both("text behind a closing quote", zh: "右引号之后还有文字")
        case .openQuote: ImportWords.both("a quoted field that never ends", zh: "引号没有闭合")
        case .bareReturn: ImportWords.both("a carriage return without a line feed", zh: "回车符之后没有换行符")
        case .rowTooLong(let limit): ImportWords.both("a row of more than \(limit) bytes", zh: "一行超过 \(limit) 字节")
        case .tooManyFields(let limit):
            ImportWords.both("a row of more than \(limit) fields", zh: "一行超过 \(limit) 个字段")
        case .empty: ImportWords.both("the file has no header row", zh: "文件没有表头")
        }
    }
}

extension XMLFault {
    func words(_ row: Int) -> ImportWords {
        ImportWords(
            code, ImportWords.both("record \(max(1, row)): \(fact.en)", zh: "第 \(max(1, row)) 条记录：\(fact.zh)"),
            next: ImportWords.correctSource)
    }

    private var code: String {
        switch self {
        case .documentType: "xml-document-type"
        case .malformed: "bad-xml"
        case .declaredEncoding: "other-encoding"
        case .version: "xml-version"
        case .tooDeep: "xml-too-deep"
        case .tooManyAttributes: "xml-too-many-attributes"
        case .wrongRoot: "xml-wrong-root"
        }
    }

    private var fact: Bilingual {
        switch self {
        case .documentType:
            ImportWords.both(
                "the document declares a type (DOCTYPE), which is never allowed", zh: "文档声明了 DOCTYPE，一律不允许")
        case .malformed: ImportWords.both("the text is not well-formed XML", zh: "不是格式良好的 XML")
        case .declaredEncoding(let name):
            ImportWords.both("the declaration says \(name), and the bytes are not", zh: "声明的编码 \(name) 与实际不符")
        case .version: ImportWords.both("the declaration is not that of XML 1.0", zh: "不是 XML 1.0 的声明")
        case .tooDeep(let limit):
            ImportWords.both("more than \(limit) elements inside each other", zh: "元素嵌套超过 \(limit) 层")
        case .tooManyAttributes(let limit):
            ImportWords.both("an element with more than \(limit) attributes", zh: "一个元素的属性超过 \(limit) 个")
        case .wrongRoot(let name):
            ImportWords.both("the root element is \(name), and the mapping names another", zh: "根元素是 \(name)，与映射不符")
        }
    }
}

extension MappingError {
    /// The same for people.
    public var words: ImportWords {
        ImportWords("bad-mapping", fact, next: ImportWords.correctMapping)
    }

    private var fact: Bilingual {
        switch self {
        case .file(let path, let error): ImportWords.both("\(path): \(error)", zh: "\(path)：\(error)")
        case .otherType(let code, let version):
            ImportWords.both(
                "the mapping is not for the type \(code), version \(version)", zh: "映射不是针对类型 \(code) 第 \(version) 版的")
        case .unknownField(let path):
            ImportWords.both("the type has no field \(path)", zh: "该类型没有字段 \(path)")
        case .requiredUnmapped(let paths):
            ImportWords.both(
                "the type requires \(paths.joined(separator: ", ")), and the mapping gives nothing for it",
                zh: "该类型要求 \(paths.joined(separator: "、"))，而映射没有给出来源")
        case .badReference(let path):
            ImportWords.both(
                "\(path) takes its value from a field that has no column and no constant", zh: "\(path) 引用的字段既无列也无常量")
        case .missingList(let name):
            ImportWords.both("there is no code list \(name)", zh: "没有代码表 \(name)")
        }
    }
}
