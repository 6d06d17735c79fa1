// swift-tools-version: 6.2
import PackageDescription

// The architecture in order: core, edges, programs, tests. Every arrow points toward the core;
// `Tests/ArchitectureTests` holds the source files to this list.

extension [SwiftSetting] {
    /// Swift 6 with every warning an error; deprecations alone stay warnings.
    static var house: [SwiftSetting] {
        [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
            .treatWarning("DeprecatedDeclaration", as: .warning),
        ]
    }
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "deedbox",
    products: [
        .executable(name: "deedbox", targets: ["deedbox"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Core: values and rules.
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CPangoCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .target(name: "Signing", dependencies: ["CSodium", "COpenSSL", crypto], swiftSettings: .house),
        .target(name: "Ledger", dependencies: ["Signing"], swiftSettings: .house),
        .target(name: "Identifiers", swiftSettings: .house),
        .target(name: "Rulebook", dependencies: ["Consensus", "Ledger", "Signing"], swiftSettings: .house),
        .target(name: "Sealing", dependencies: ["Signing", "CSodium", crypto], swiftSettings: .house),
        .target(name: "Releasing", dependencies: ["Sealing", "Ledger", "Signing"], swiftSettings: .house),
        .target(
            name: "Credentials", dependencies: ["Signing", "CZlib", crypto, x509, asn1], swiftSettings: .house),
        .target(
            name: "Evidence", dependencies: ["Releasing", "Credentials", "Rulebook", "Ledger", "Signing"],
            swiftSettings: .house),
        .target(name: "Consensus", dependencies: ["Ledger", "Signing"], swiftSettings: .house),
        .target(
            name: "Replication", dependencies: ["Consensus", "Rulebook", "Ledger", "Signing"], swiftSettings: .house),
        .target(
            name: "Simulation", dependencies: ["Replication", "Consensus", "Rulebook", "Ledger", "Signing"],
            swiftSettings: .house),

        // Edges: outside libraries are fenced here.
        .target(
            name: "Storage", dependencies: ["Releasing", "Sealing", "Ledger", "Signing", grdb], swiftSettings: .house),
        .target(name: "Peering", dependencies: ["Signing", nioCore, nioPosix, nioTLS, nioSSL], swiftSettings: .house),
        .target(
            name: "NodeAPI",
            dependencies: ["Releasing", "Sealing", "Rulebook", "Ledger", "Signing", httpClient, nioCore, nioHTTP1],
            swiftSettings: .house),
        .target(
            name: "RegistrarAPI", dependencies: ["Rulebook", "Sealing", "Signing", httpClient, nioCore, nioHTTP1],
            swiftSettings: .house),
        .target(
            name: "RelyingAPI",
            dependencies: ["Credentials", "Rulebook", "Sealing", "Signing", httpClient, nioCore, nioHTTP1],
            swiftSettings: .house),
        .target(name: "Importing", dependencies: ["Rulebook", "Identifiers", "Signing"], swiftSettings: .house),
        .target(
            name: "Printing",
            dependencies: ["Evidence", "Rulebook", "Ledger", "Signing", "CQREncode", "CPangoCairo"],
            swiftSettings: .house),
        .target(
            name: "Accounts", dependencies: ["Rulebook", "Signing", "CSodium", crypto, hummingbird, grdb, nioPosix],
            swiftSettings: .house),
        .target(
            name: "Pages", dependencies: ["Evidence", "Rulebook", "Signing", hummingbird, mustache],
            resources: [.embedInCode("Verifier")], swiftSettings: .house),

        // Programs.
        .target(
            name: "NodeApp",
            dependencies: [
                "NodeAPI", "Storage", "Peering", "Pages", "Replication", "Consensus", "Releasing", "Sealing",
                "Rulebook",
                "Ledger", "Signing",
                hummingbird, lifecycle, logging, nioCore, signals,
            ],
            resources: [.embedInCode("openapi.json")],
            swiftSettings: .house),
        .target(
            name: "RegistrarApp",
            dependencies: [
                "RegistrarAPI", "NodeAPI", "Sealing", "Credentials", "Identifiers", "Rulebook", "Ledger", "Signing",
                hummingbird, grdb, lifecycle, logging, nioCore, signals,
            ],
            swiftSettings: .house),
        .target(
            name: "RelyingApp",
            dependencies: [
                "RelyingAPI", "NodeAPI", "Accounts", "Pages", "Printing", "Evidence", "Releasing", "Sealing",
                "Credentials", "Rulebook", "Ledger", "Signing", httpClient, hummingbird, grdb, lifecycle, logging,
                nioCore, nioPosix, nioHTTP1, signals,
            ],
            resources: [.embedInCode("openapi.json")],
            swiftSettings: .house),
        .target(
            name: "IssuingApp",
            dependencies: [
                "RegistrarAPI", "NodeAPI", "Accounts", "Pages", "Importing", "Sealing", "Credentials", "Identifiers",
                "Rulebook",
                "Ledger", "Signing", hummingbird, httpClient, grdb, lifecycle, logging, nioCore, nioPosix,
                nioHTTP1,
            ],
            resources: [.embedInCode("openapi.json")],
            swiftSettings: .house),
        .target(
            name: "WalletApp",
            dependencies: [
                "RelyingAPI", "RegistrarAPI", "NodeAPI", "Pages", "Printing", "Releasing", "Sealing", "Credentials",
                "Rulebook", "Ledger", "Signing", httpClient, hummingbird, grdb, logging, nioCore, nioHTTP1,
            ],
            swiftSettings: .house),
        .executableTarget(
            name: "deedbox",
            dependencies: [
                "IssuingApp", "WalletApp", "RelyingApp", "RegistrarApp", "RelyingAPI", "RegistrarAPI", "Importing",
                "Accounts", "Pages", "Printing", "Evidence", "Credentials", "Releasing", "Sealing",
                "NodeApp", "NodeAPI", "Storage", "Simulation", "Replication", "Rulebook", "Identifiers", "Ledger",
                "Signing", arguments, logging,
            ],
            swiftSettings: .house),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Simulation", "Replication", "Rulebook", "Ledger", "Signing"],
            path: "Tests/TestSupport",
            swiftSettings: .house),
        .testTarget(name: "SigningTests", dependencies: ["Signing"], swiftSettings: .house),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger", "Signing"], swiftSettings: .house),
        .testTarget(name: "IdentifiersTests", dependencies: ["Identifiers"], swiftSettings: .house),
        .testTarget(
            name: "RulebookTests",
            dependencies: ["TestSupport", "Simulation", "Replication", "Consensus", "Rulebook", "Ledger", "Signing"],
            exclude: ["Vectors"],
            swiftSettings: .house),
        .testTarget(
            name: "ConsensusTests",
            dependencies: ["TestSupport", "Simulation", "Replication", "Consensus", "Rulebook", "Ledger", "Signing"],
            swiftSettings: .house),
        .testTarget(
            name: "ReplicationTests",
            dependencies: ["TestSupport", "Simulation", "Replication", "Consensus", "Rulebook", "Ledger", "Signing"],
            swiftSettings: .house),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Simulation", "Replication", "Consensus", "Rulebook", "Ledger", "Signing"],
            swiftSettings: .house),
        .testTarget(
            name: "SealingTests", dependencies: ["Sealing", "Signing"], exclude: ["Vectors"], swiftSettings: .house),
        .testTarget(
            name: "ReleasingTests", dependencies: ["Releasing", "Sealing", "Ledger", "Signing"], exclude: ["Vectors"],
            swiftSettings: .house),
        .testTarget(
            name: "CredentialsTests", dependencies: ["Credentials", "Signing", crypto, x509, asn1],
            swiftSettings: .house),
        .testTarget(
            name: "PagesTests", dependencies: ["Pages", "Evidence", "Rulebook", "Signing", hummingbird],
            swiftSettings: .house),
        .testTarget(
            name: "EvidenceTests",
            dependencies: [
                "TestSupport", "Replication", "Evidence", "Releasing", "Credentials", "Rulebook", "Ledger", "Signing",
            ],
            swiftSettings: .house),
        .testTarget(
            name: "PrintingTests", dependencies: ["TestSupport", "Printing", "Evidence", "Rulebook", "Signing"],
            swiftSettings: .house),
        .testTarget(
            name: "ImportingTests", dependencies: ["Importing", "Rulebook", "Identifiers", "Signing"],
            swiftSettings: .house),
        .testTarget(
            name: "AccountsTests", dependencies: ["Accounts", "Signing", hummingbird, hummingbirdTesting],
            swiftSettings: .house),
        .testTarget(
            name: "RegistrarAppTests",
            dependencies: [
                "TestSupport", "RegistrarApp", "RegistrarAPI", "NodeAPI", "Sealing", "Credentials", "Rulebook",
                "Ledger", "Signing",
                hummingbird, hummingbirdTesting, logging,
            ],
            swiftSettings: .house),
        .testTarget(
            name: "RelyingAppTests",
            dependencies: [
                "TestSupport", "Replication", "RelyingApp", "RelyingAPI", "NodeAPI", "Accounts", "Evidence",
                "Releasing", "Sealing", "Credentials", "Rulebook", "Ledger", "Signing", hummingbird, hummingbirdTesting,
                logging,
            ],
            swiftSettings: .house),
        .testTarget(
            name: "IssuingAppTests",
            dependencies: [
                "TestSupport", "Replication", "IssuingApp", "Accounts", "Importing", "NodeAPI", "Sealing",
                "Credentials", "Rulebook",
                "Ledger", "Signing", hummingbird, hummingbirdTesting, logging,
            ],
            swiftSettings: .house),
        .testTarget(
            name: "WalletAppTests",
            dependencies: [
                "TestSupport", "WalletApp", "RelyingAPI", "NodeAPI", "Releasing", "Sealing", "Credentials", "Rulebook",
                "Ledger", "Signing", httpClient, hummingbird, hummingbirdTesting, logging, nioCore, nioHTTP1,
            ],
            swiftSettings: .house),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "Releasing", "Sealing", "Ledger", "Signing"],
            swiftSettings: .house),
        .testTarget(
            name: "PeeringTests", dependencies: ["Peering", "Signing", nioCore, nioPosix, nioSSL], swiftSettings: .house
        ),
        .testTarget(
            name: "NodeAppTests",
            dependencies: [
                "TestSupport", "NodeApp", "NodeAPI", "Storage", "Releasing", "Sealing", "Rulebook", "Ledger",
                "Signing", hummingbird, hummingbirdTesting, httpClient, lifecycle, logging, nioCore, nioHTTP1,
            ],
            swiftSettings: .house),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "deedbox", "NodeAPI", "Importing", "Sealing", "Replication", "Rulebook", "Identifiers", "Ledger",
                "Signing",
            ],
            swiftSettings: .house),
        .testTarget(
            name: "FuzzCorpusTests",
            dependencies: [
                "Evidence", "Credentials", "Importing", "Releasing", "Sealing", "Rulebook", "Identifiers", "Ledger",
                "Signing",
            ],
            swiftSettings: .house),
        .testTarget(name: "ArchitectureTests", swiftSettings: .house),
    ]
)
