public import Accounts
public import Credentials
internal import Foundation
internal import Importing
public import Rulebook
public import Signing

/// A file of the catalogue.
public enum CatalogueItem: Sendable {
    case type(TypeDefinition)
    case list(CodeList)

    /// Reads either readable form strictly.
    init(_ readable: JSONValue) throws(JSONError) {
        if case .object(let members) = readable, members["format"] == .string(CodeList.readableFormat) {
            self = .list(try CodeList(readable: readable))
        } else {
            self = .type(try TypeDefinition(readable: readable))
        }
    }

    /// The code of a type, or the name of a list.
    public var name: String {
        switch self {
        case .type(let definition): definition.type.code.text
        case .list(let list): list.name
        }
    }

    /// Nil for a list.
    public var version: UInt64? {
        if case .type(let definition) = self { definition.version } else { nil }
    }

    /// What people call it.
    public var title: Bilingual {
        switch self {
        case .type(let definition): definition.type.name
        case .list(let list): list.title
        }
    }

    /// As programs read it.
    public var json: JSONValue {
        [
            "kind": .string(version == nil ? "list" : "type"), "name": .string(name),
            "version": version.map { .integer(Int64(clamping: $0)) } ?? .null,
            "title": ["zh": .string(title.zh), "en": .string(title.en)],
        ]
    }
}

/// The types that the desk knows: files of the catalogue, kept with every version.
extension Desk {
    /// Keeps a file of the catalogue, a type or a code list, in the name of somebody who may. Throws `JSONError`,
    /// `DeskRefusal`, `AccountRefusal`.
    public func load(_ readable: JSONValue, by caller: Caller) throws -> CatalogueItem {
        guard caller.has(.admin) || caller.has(.clerk) else { throw AccountRefusal.roleNeeded([.admin, .clerk]) }
        let item = try CatalogueItem(readable)
        switch item {
        case .type(let definition): try load(definition)
        case .list(let list): try load(list)
        }
        try accounts.audit(
            AuditLine(caller, "catalogue-load", subject: item.name, facts: item.version.map { "\($0)" } ?? ""),
            at: second)
        return item
    }

    /// Keeps a type's definition; the same again changes nothing, another one for the same version is refused.
    public func load(_ definition: TypeDefinition) throws {
        try database.keep(definition, at: second)
    }

    /// Keeps a code list; one of the same name takes the old one's place.
    public func load(_ list: CodeList) throws { try database.keep(list, at: second) }

    /// A type in one version; a refusal when the desk was never given it.
    public func definition(_ code: TypeCode, _ version: UInt64) throws -> TypeDefinition {
        guard let definition = try database.definition(code, version) else {
            throw DeskRefusal.unknownType(code, version: version)
        }
        return definition
    }

    /// What a type says about itself at its address.
    public func metadata(of definition: TypeDefinition) -> TypeMetadata {
        let type = definition.type
        let claims = zip(type.fields, definition.details.fields).map { field, details in
            TypeMetadata.Claim(
                path: ClaimPath(((details.group.map { [$0] } ?? []) + [field.path]).map { .member($0) }),
                labels: Desk.display(field.name),
                isMandatory: field.isRequired, disclosability: .allowed, sensitivity: field.level.value)
        }
        return TypeMetadata(
            type: typeAddress(type.code, definition.version), name: type.name.en,
            display: Desk.display(type.name), claims: claims)
    }

    private static func display(_ name: Bilingual) -> [TypeMetadata.Display] {
        [
            TypeMetadata.Display(locale: "zh-CN", name: name.zh),
            TypeMetadata.Display(locale: "en-US", name: name.en),
        ]
    }
}
