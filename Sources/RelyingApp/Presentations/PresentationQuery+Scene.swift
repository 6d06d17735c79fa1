package import Credentials
internal import RelyingAPI
package import Rulebook
internal import Signing

/// How documents of a type are called by their issuers, and where their fields stand: what a wallet of another maker
/// knows them by.
public struct PublishedType: Hashable, Sendable {
    let type: TypeCode
    /// `vct`, of any issuer.
    let names: [String]
    /// Where a field of the catalogue stands in a document, by its name.
    let paths: [String: ClaimPath]

    /// A type under its published names.
    package init(type: TypeCode, names: [String], paths: [String: ClaimPath]) {
        self.type = type
        self.names = names
        self.paths = paths
    }
}

extension PresentationQuery {
    /// What a profile asks, of the types as they are published. Optional fields stand in the first claim set alone, so
    /// a holder leaves them out by the second.
    init(_ profile: SceneProfile, as types: [PublishedType]) throws(RelyingRefusal) {
        var credentials: [CredentialQuery] = []
        for asked in profile.fields {
            guard let type = types.first(where: { $0.type == asked.type }) else {
                throw .typeNotPublished(asked.type)
            }
            credentials.append(CredentialQuery(asked, as: type))
        }
        let isNeeded = profile.fields.map { $0.fields.contains(where: \.isRequired) }
        // Where all are needed nothing need be said of it.
        let sets = zip(credentials, isNeeded).map { credential, isNeeded in
            CredentialSet(options: [[credential.id]], isRequired: isNeeded)
        }
        self.init(credentials, sets: isNeeded.allSatisfy(\.self) ? [] : sets)
    }
}

extension CredentialQuery {
    fileprivate init(_ asked: ProfileFields, as type: PublishedType) {
        let claims = asked.fields.map { field in
            ClaimQuery(id: field.path, path: type.paths[field.path] ?? ClaimPath(field.path))
        }
        let required = asked.fields.filter(\.isRequired).map(\.path)
        let hasChoice = !required.isEmpty && required.count < claims.count
        self.init(
            id: asked.type.text, types: type.names, claims: claims,
            claimSets: hasChoice ? [claims.compactMap(\.id), required] : [])
    }
}

/// Finds out how issuers publish the types that a profile asks for.
struct TypeReading {
    let documents: any PublicDocuments

    private static let maxMetadata = 4 << 20
    private static let maxType = 1 << 20

    /// The types of a profile, from the metadata of these issuers (OpenID4VCI section 12.2).
    func types(of profile: SceneProfile, from issuers: [WebAddress]) async throws -> [PublishedType] {
        var published: [CredentialConfiguration] = []
        for issuer in issuers {
            let bytes = try await text(
                at: issuer.wellKnown(CredentialIssuerMetadata.wellKnown), max: TypeReading.maxMetadata)
            do throws(JSONError) {
                published += try CredentialIssuerMetadata(parsing: bytes, issuer: issuer.description).configurations
            } catch { throw RelyingRefusal.unreadableIssuer(issuer.description, "\(error)") }
        }
        var types: [PublishedType] = []
        for asked in profile.fields {
            let names = published.filter { $0.id == asked.type.text }.compactMap(\.type)
            guard let first = names.first else { throw RelyingRefusal.typeNotPublished(asked.type) }
            types.append(
                PublishedType(type: asked.type, names: names, paths: try await paths(of: first)))
        }
        return types
    }

    /// Where the fields of a type stand, by its metadata.
    private func paths(of name: String) async throws -> [String: ClaimPath] {
        let bytes = try await text(at: name, max: TypeReading.maxType)
        do throws(JSONError) {
            let claims = try TypeMetadata(parsing: bytes).claims
            return Dictionary(
                claims.compactMap { claim -> (String, ClaimPath)? in
                    guard case .member(let field)? = claim.path.steps.last else { return nil }
                    return (field, claim.path)
                }, uniquingKeysWith: { first, _ in first })
        } catch { throw RelyingRefusal.unreadableIssuer(name, "\(error)") }
    }

    private func text(at address: String, max: Int) async throws -> [UInt8] {
        guard let place = WebAddress(address) else {
            throw RelyingRefusal.unreadableIssuer(address, "no web address")
        }
        do throws(PublicDocumentError) {
            return try await documents.text(at: place, as: "application/json", max: max)
        } catch { throw RelyingRefusal.unreadableIssuer(error.address, error.reason) }
    }
}
