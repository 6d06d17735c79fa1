public import Rulebook
public import Signing

/// Why a mapping does not fit the type that it names.
public enum MappingError: Error, Hashable, Sendable {
    /// A file that is not in the readable form.
    case file(String, JSONError)
    /// It is for another type, or another version of it.
    case otherType(TypeCode, version: UInt64)
    case unknownField(String)
    /// Fields that are never empty, and that the mapping says nothing of.
    case requiredUnmapped([String])
    /// A field that takes its value from a field that itself takes it from another, or from one that is not mapped.
    case badReference(String)
    /// The type names a code list that was not given.
    case missingList(String)
}
