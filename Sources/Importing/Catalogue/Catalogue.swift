public import Rulebook
public import Signing

/// The types and code lists of a folder, checked against each other.
public struct Catalogue: Sendable {
    /// By code, and the versions of one code in order.
    public let types: [TypeDefinition]
    /// By name.
    public let lists: [CodeList]

    /// The code list that holds the classes of fields; when it is there, every class must stand in it.
    public static let classList = "classes"

    /// A catalogue of these; refuses what does not fit together.
    public init(types: [TypeDefinition], lists: [CodeList]) throws(CatalogueError) {
        self.types = types.sorted { ($0.type.code, $0.version) < ($1.type.code, $1.version) }
        self.lists = lists.sorted { $0.name < $1.name }
        try check()
    }

    /// One version of a type; nil when the catalogue does not have it.
    public func type(_ code: TypeCode, version: UInt64) -> TypeDefinition? {
        types.first { $0.type.code == code && $0.version == version }
    }

    /// The code lists that a type's fields name.
    public func lists(of type: TypeDefinition) -> [CodeList] {
        let names = Set(type.details.fields.compactMap(\.list))
        return lists.filter { names.contains($0.name) }
    }

    private func check() throws(CatalogueError) {
        for (one, other) in zip(types, types.dropFirst()) where one.type.code == other.type.code {
            guard one.version != other.version else { throw .typeTwice(one.type.code, version: one.version) }
        }
        for (one, other) in zip(lists, lists.dropFirst()) where one.name == other.name { throw .listTwice(one.name) }
        let names = Set(lists.map(\.name))
        let classes = lists.first { $0.name == Catalogue.classList }
        for type in types {
            for (field, details) in zip(type.type.fields, type.details.fields) {
                if let list = details.list, !names.contains(list) {
                    throw .unknownList(list, type.type.code, field: field.path)
                }
                if let found = details.fieldClass, let classes, !classes.contains(found.text.utf8) {
                    throw .unknownClass(found, type.type.code, field: field.path)
                }
            }
            try checkSums(type)
        }
    }

    private func checkSums(_ type: TypeDefinition) throws(CatalogueError) {
        for sum in type.details.sums {
            for path in [sum.total] + sum.plus + sum.minus {
                let place = type.type.fields.firstIndex { $0.path == path }
                guard let place, type.details.fields[place].form == .number else {
                    throw .sumOfText(type.type.code, field: path)
                }
            }
        }
    }
}

extension TypeDefinition {
    /// Fields of a detailed type that have no class: such a type is not published.
    public var unclassifiedFields: [String] {
        guard isDetailed else { return [] }
        return zip(type.fields, details.fields).filter { $1.fieldClass == nil }.map(\.0.path)
    }
}

/// Why files are no catalogue.
public enum CatalogueError: Error, Hashable, Sendable {
    /// A file that is not in the readable form.
    case file(String, JSONError)
    case typeTwice(TypeCode, version: UInt64)
    case listTwice(String)
    case unknownList(String, TypeCode, field: String)
    case unknownClass(FieldClass, TypeCode, field: String)
    /// A sum over a field whose form is not `number`.
    case sumOfText(TypeCode, field: String)

    /// The same for people.
    public var words: ImportWords {
        ImportWords(
            "bad-catalogue", fact,
            next: ImportWords.both(
                "correct the file; genesis/README.md shows its form", zh: "请更正该文件；格式见 genesis/README.md"))
    }

    private var fact: Bilingual {
        switch self {
        case .file(let path, let error): ImportWords.both("\(path): \(error)", zh: "\(path)：\(error)")
        case .typeTwice(let code, let version):
            ImportWords.both("the type \(code), version \(version), stands twice", zh: "类型 \(code) 第 \(version) 版重复")
        case .listTwice(let name): ImportWords.both("the code list \(name) stands twice", zh: "代码表 \(name) 重复")
        case .unknownList(let list, let code, let field):
            ImportWords.both(
                "the field \(field) of \(code) names the code list \(list), which is not there",
                zh: "\(code) 的字段 \(field) 引用了不存在的代码表 \(list)")
        case .unknownClass(let found, let code, let field):
            ImportWords.both(
                "the field \(field) of \(code) is of the class \(found), which is not in the list",
                zh: "\(code) 的字段 \(field) 的分类 \(found) 不在分类表中")
        case .sumOfText(let code, let field):
            ImportWords.both(
                "the field \(field) of \(code) stands in a sum and is no number", zh: "\(code) 的字段 \(field) 参与求和，但不是数字")
        }
    }
}
