public import Rulebook

/// Why a source or a mapping was refused, for people: a stable code, what was found, what to do next.
public struct ImportWords: Hashable, Sendable {
    public let code: String
    public let fact: Bilingual
    public let next: Bilingual

    init(_ code: String, _ fact: Bilingual, next: Bilingual) {
        self.code = code
        self.fact = fact
        self.next = next
    }

    static func both(_ en: String, zh: String) -> Bilingual { Bilingual(zh: zh, en: en) }

    static let correctSource = both("correct it in the source, and run the import again", zh: "请在来源处更正后重新导入")
    static let correctMapping = both(
        "correct the mapping file; docs/protocol/importing.md shows its form",
        zh: "请更正映射文件；格式见 docs/protocol/importing.md")
}

extension SourceError {
    /// The same for people.
    public var words: ImportWords {
        switch self {
        case .file(let fault, let path): fault.words(path)
        case .text(let fault): fault.words
        case .csv(let error): error.words
        case .rowTooLong(let row, let limit):
            ImportWords(
                "row-too-long",
                ImportWords.both("row \(row) has more than \(limit) bytes", zh: "第 \(row) 行超过 \(limit) 字节"),
                next: ImportWords.correctSource)
        case .xml(let fault, let row): fault.words(row)
        case .otherForm(let expected, let found):
            ImportWords(
                "other-form",
                ImportWords.both(
                    "the mapping reads \(expected), and the file looks like \(found)",
                    zh: "映射读取的是 \(expected)，而文件看起来是 \(found)"),
                next: ImportWords.both(
                    "give the mapping of that file, or the file of that mapping", zh: "请改用与该文件对应的映射，或与该映射对应的文件"))
        case .client(let fault): fault.words
        case .header(let fault): fault.words
        case .tooManyRows(let limit):
            ImportWords(
                "too-many-rows", ImportWords.both("the source has more than \(limit) rows", zh: "来源超过 \(limit) 行"),
                next: ImportWords.both("import it in parts", zh: "请分批导入"))
        case .checkpoint(let fault): fault.words
        }
    }
}

extension FileFault {
    fileprivate func words(_ path: String) -> ImportWords {
        switch self {
        case .missing:
            ImportWords(
                "no-such-file", ImportWords.both("there is no file \(path)", zh: "没有文件 \(path)"),
                next: ImportWords.both("check the path and its spelling", zh: "请检查路径和拼写"))
        case .notReadable(let reason):
            ImportWords(
                "not-readable",
                ImportWords.both("\(path) cannot be read: \(reason)", zh: "无法读取 \(path)：\(reason)"),
                next: ImportWords.both("check the file and its permissions", zh: "请检查文件及其权限"))
        case .notWritable(let reason):
            ImportWords(
                "not-writable",
                ImportWords.both("\(path) cannot be written: \(reason)", zh: "无法写入 \(path)：\(reason)"),
                next: ImportWords.both("check the folder and the free space", zh: "请检查文件夹和剩余空间"))
        }
    }
}

extension ClientFault {
    fileprivate var words: ImportWords {
        switch self {
        case .missing(let program, let package):
            ImportWords(
                "client-missing",
                ImportWords.both("the program \(program) is not installed", zh: "未安装程序 \(program)"),
                next: ImportWords.both("apt-get install \(package)", zh: "请安装：apt-get install \(package)"))
        case .failed(let program, let words):
            ImportWords(
                "client-failed",
                ImportWords.both("\(program) ended with an error: \(words)", zh: "\(program) 报错退出：\(words)"),
                next: ImportWords.both(
                    "check the connection, the rights and the query of the mapping", zh: "请检查连接、权限和映射中的查询语句"))
        case .badConnection:
            ImportWords(
                "bad-connection",
                ImportWords.both(
                    "the connection must be like `service=name` or `host=… dbname=…`, without password and options",
                    zh: "连接应写成 service=名称 或 host=… dbname=…，且不得含密码和选项"),
                next: ImportWords.both("put the password into ~/.pgpass", zh: "请把密码放入 ~/.pgpass"))
        }
    }
}

extension HeaderFault {
    fileprivate var words: ImportWords {
        switch self {
        case .absent:
            ImportWords(
                "no-header", ImportWords.both("the source has no header row", zh: "来源没有表头"),
                next: ImportWords.both("let the source write a row of column names first", zh: "请让来源先输出一行列名"))
        case .unnamed(let place):
            ImportWords(
                "unnamed-column", ImportWords.both("column \(place) has no name", zh: "第 \(place) 列没有列名"),
                next: ImportWords.both("name every column in the header row", zh: "请在表头中写明每一列的名称"))
        case .twice(let name):
            ImportWords(
                "column-twice", ImportWords.both("two columns are named \(name)", zh: "有两列都叫 \(name)"),
                next: ImportWords.both("give every column a name of its own", zh: "请让每一列的名称各不相同"))
        case .missing(let names):
            ImportWords(
                "missing-columns",
                ImportWords.both(
                    "the source has no column \(names.joined(separator: ", "))",
                    zh: "来源没有列：\(names.joined(separator: "、"))"), next: ImportWords.correctMapping)
        case .unmapped(let names):
            ImportWords(
                "unmapped-columns",
                ImportWords.both(
                    "the mapping does not name the column \(names.joined(separator: ", "))",
                    zh: "映射未列出以下列：\(names.joined(separator: "、"))"),
                next: ImportWords.both(
                    "map it, or list it under `ignore` of the mapping", zh: "请在映射中为其指定字段，或列入 ignore"))
        }
    }
}

extension CheckpointFault {
    fileprivate var words: ImportWords {
        switch self {
        case .source:
            ImportWords(
                "source-changed",
                ImportWords.both("the file is not the one that the run began with", zh: "文件不是该次导入开始时的文件"),
                next: ImportWords.both("put the file back, or begin a new import", zh: "请恢复原文件，或重新开始导入"))
        case .rules:
            ImportWords(
                "rules-changed",
                ImportWords.both(
                    "the mapping, the type or a code list is not the one that the run began with",
                    zh: "映射、类型或代码表与该次导入开始时不同"),
                next: ImportWords.both("put it back, or begin a new import", zh: "请恢复原状，或重新开始导入"))
        case .rows:
            ImportWords(
                "rows-changed",
                ImportWords.both(
                    "the rows before the checkpoint are not the ones that were read before", zh: "断点之前的各行与上次读取的不同"),
                next: ImportWords.both(
                    "give the query an order that stays, or begin a new import", zh: "请为查询指定稳定的排序，或重新开始导入"))
        }
    }
}
