internal import Credentials
internal import Foundation
internal import Hummingbird
internal import Pages
internal import Rulebook
internal import Signing

/// What a wallet reads before it claims.
extension ClaimRoutes {
    /// How an issuer describes itself (OpenID4VCI section 12.2).
    func issuerMetadata() throws -> Response {
        let configurations = try desk.claimableTypes().map { $0.configuration }
        let metadata = CredentialIssuerMetadata(
            issuer: settings.issuer, credentialEndpoint: address(.credential), nonceEndpoint: address(.nonce),
            deferredEndpoint: address(.deferred), notificationEndpoint: address(.notification),
            applicationEndpoint: desk.takesApplications ? issuer.appending("applications") : nil,
            attachmentEndpoint: address(.attachment),
            batchSize: settings.maxKeys, responseEncryptions: ContentEncryption.allCases,
            display: settings.name.display, configurations: configurations)
        return Response(metadata.encoded, as: "application/json", caching: "public, max-age=60")
    }

    /// The desk is its own authorisation server.
    func serverMetadata() -> Response {
        let metadata = AuthorizationServerMetadata(issuer: settings.issuer, tokenEndpoint: address(.token))
        return Response(metadata.encoded, as: "application/json", caching: "public, max-age=60")
    }

    /// The offer behind a link. Who knows its address holds the code: the address is handed to one person.
    func offer(_ handle: String) throws -> Response {
        guard let standing = try desk.standingOffer(handle: SHA256.digest(handle.utf8), at: second) else {
            throw DeskProblem.noSuch(Bilingual(zh: "领取邀请，或已失效", en: "offer that stands"), handle)
        }
        let form = TransactionCodeForm(
            length: 6, description: "经办机构另行告知的六位数字 / the six digits that the office tells you apart")
        let offer = CredentialOffer(
            issuer: settings.issuer, configurations: [standing.type.text],
            grant: PreAuthorizedGrant(
                code: desk.code(ofOffer: handle), transactionCode: standing.needsTransactionCode ? form : nil))
        return Response(offer.encoded, as: "application/json")
    }
}

extension Bilingual {
    /// The name in both languages.
    var display: [TypeMetadata.Display] {
        [TypeMetadata.Display(locale: "zh-CN", name: zh), TypeMetadata.Display(locale: "en", name: en)]
    }
}

extension ClaimableType {
    /// The type as a kind of credential; fields are shown by their names, in the order of the catalogue.
    var configuration: CredentialConfiguration {
        CredentialConfiguration(
            id: type.code.text, type: vct, scope: type.code.text, display: type.name.display,
            claims: type.fields.map { field in
                TypeMetadata.Claim(
                    path: ClaimPath(field.path.split(separator: "/").map { .member(String($0)) }),
                    labels: field.name.display, isMandatory: field.isRequired, disclosability: .always,
                    sensitivity: field.level.value)
            })
    }
}
