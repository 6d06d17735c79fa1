public import Credentials
internal import Foundation
internal import Importing
public import Rulebook
internal import Signing

/// The types that the desk knows: files of the catalogue, kept with every version.
extension Desk {
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
