/// Who may import whom: the table of `docs/style.md` for the modules that exist.
enum ModuleTable {
    struct Row {
        let ours: Set<String>
        let outside: Set<String>
        /// A core module holds values and rules: no IO, clock, `async`, Foundation or log.
        let isCore: Bool
    }

    static let rows: [String: Row] = [
        "Signing": core(imports: [], outside: ["Crypto", "CSodium", "COpenSSL"]),
        "Ledger": core(imports: ["Signing"]),
        "Identifiers": core(imports: []),
        "Rulebook": core(imports: ["Consensus", "Ledger", "Signing"]),
        "Consensus": core(imports: ["Ledger", "Signing"]),
        "Replication": core(imports: ["Consensus", "Rulebook", "Ledger", "Signing"]),
        "Simulation": core(imports: ["Replication", "Consensus", "Rulebook", "Ledger", "Signing"]),

        "Sealing": core(imports: ["Signing"], outside: ["Crypto", "CSodium"]),
        "Releasing": core(imports: ["Sealing", "Ledger", "Signing"]),
        "Credentials": core(imports: ["Signing"], outside: ["Crypto", "X509", "SwiftASN1", "CZlib"]),
        "Evidence": core(imports: ["Releasing", "Credentials", "Rulebook", "Ledger", "Signing"]),

        "Storage": edge(imports: ["Releasing", "Sealing", "Ledger", "Signing"], outside: ["GRDB"]),
        "Peering": edge(imports: ["Signing"], outside: ["NIOCore", "NIOPosix", "NIOTLS", "NIOSSL"]),
        "NodeAPI": edge(
            imports: ["Releasing", "Sealing", "Rulebook", "Ledger", "Signing"],
            outside: ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"]),

        "RegistrarAPI": edge(
            imports: ["Rulebook", "Sealing", "Signing"], outside: ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"]),
        "RelyingAPI": edge(
            imports: ["Credentials", "Rulebook", "Sealing", "Signing"],
            outside: ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"]),
        "Importing": edge(imports: ["Rulebook", "Identifiers", "Signing"], outside: ["FoundationXML"]),
        "Printing": edge(
            imports: ["Evidence", "Rulebook", "Ledger", "Signing"], outside: ["CQREncode", "CPangoCairo"]),
        "Accounts": edge(
            imports: ["Rulebook", "Signing"], outside: ["Hummingbird", "Crypto", "CSodium", "GRDB", "NIOPosix"]),
        "Pages": edge(imports: ["Evidence", "Rulebook", "Signing"], outside: ["Hummingbird", "Mustache"]),

        "RegistrarApp": edge(
            imports: [
                "RegistrarAPI", "NodeAPI", "Sealing", "Credentials", "Identifiers", "Rulebook", "Ledger", "Signing",
            ],
            outside: ["Hummingbird", "GRDB", "ServiceLifecycle", "UnixSignals", "Logging", "NIOCore"]),
        "RelyingApp": edge(
            imports: [
                "RelyingAPI", "NodeAPI", "Accounts", "Pages", "Printing", "Evidence", "Releasing", "Sealing",
                "Credentials",
                "Rulebook", "Ledger", "Signing",
            ],
            outside: [
                "Hummingbird", "GRDB", "AsyncHTTPClient", "ServiceLifecycle", "UnixSignals", "Logging", "NIOCore",
                "NIOPosix", "NIOHTTP1",
            ]),
        "IssuingApp": edge(
            imports: [
                "RegistrarAPI", "NodeAPI", "Accounts", "Pages", "Importing", "Sealing", "Credentials", "Identifiers",
                "Rulebook",
                "Ledger", "Signing",
            ],
            outside: [
                "Hummingbird", "GRDB", "AsyncHTTPClient", "ServiceLifecycle", "Logging", "NIOCore", "NIOPosix",
                "NIOHTTP1",
            ]),
        "WalletApp": edge(
            imports: [
                "RelyingAPI", "RegistrarAPI", "NodeAPI", "Pages", "Printing", "Releasing", "Sealing", "Credentials",
                "Rulebook", "Ledger", "Signing",
            ],
            outside: [
                "Hummingbird", "GRDB", "AsyncHTTPClient", "Logging", "NIOCore", "NIOHTTP1",
            ]),
        "NodeApp": edge(
            imports: [
                "NodeAPI", "Storage", "Peering", "Pages", "Replication", "Consensus", "Releasing", "Sealing",
                "Rulebook",
                "Ledger", "Signing",
            ],
            outside: ["Hummingbird", "ServiceLifecycle", "UnixSignals", "Logging", "NIOCore", "NIOPosix", "NIOHTTP1"]),
        "deedbox": edge(
            imports: [
                "IssuingApp", "WalletApp", "RelyingApp", "RegistrarApp", "RelyingAPI", "RegistrarAPI", "Importing",
                "Accounts", "Pages", "Printing", "Evidence", "Credentials", "Releasing", "Sealing",
                "NodeApp", "NodeAPI", "Storage", "Simulation", "Replication", "Rulebook", "Identifiers", "Ledger",
                "Signing",
            ],
            outside: ["ArgumentParser", "Logging"]),
    ]

    /// Folders of C headers: no Swift stands in them.
    static let shims: Set<String> = ["CSodium", "COpenSSL", "CZlib", "CQREncode", "CPangoCairo"]

    /// What every module outside the core may use of the system.
    static let system: Set<String> = ["Foundation", "Glibc", "Synchronization"]

    /// One file may import what its module may not, for the reason given.
    static let exceptions: [String: (imported: String, reason: String)] = [
        "Sources/deedbox/Files/OpenedFile+C.swift": (
            "CoreFoundation", "its module map is where the compiler finds `stat` once certificates are imported"
        ),
        "Sources/Signing/Keys/ES256.swift": (
            "Foundation", "swift-crypto's raw representations are Foundation's `Data`"
        ),
        "Sources/Sealing/Primitives.swift": ("Foundation", "swift-crypto's sealed bytes are Foundation's `Data`"),
        "Sources/Credentials/Certificates/ParsedCertificate.swift": (
            "Foundation", "swift-certificates gives times as Foundation's"
        ),
        "Sources/Credentials/Certificates/CertificateAuthority.swift": (
            "Foundation", "swift-certificates takes times as Foundation's"
        ),
    ]

    /// Files whose final class owns one C handle and guards it.
    static let uncheckedSendable: Set<String> = []

    /// Force unwraps that nothing else can say.
    static let forceUnwraps: Set<String> = []

    private static func core(imports ours: Set<String>, outside: Set<String> = []) -> Row {
        Row(ours: ours, outside: outside, isCore: true)
    }

    private static func edge(imports ours: Set<String>, outside: Set<String>) -> Row {
        Row(ours: ours, outside: outside, isCore: false)
    }

    /// All that a file of this module may import.
    static func allowed(_ module: String, in path: String) -> Set<String>? {
        guard let row = rows[module] else { return nil }
        var allowed = row.ours.union(row.outside)
        if !row.isCore { allowed.formUnion(system) }
        if let exception = exceptions[path] { allowed.insert(exception.imported) }
        return allowed
    }
}
