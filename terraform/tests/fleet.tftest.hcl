# Which machines there are by what `npm run fleet` writes. Every cloud is a mock: nothing is reached.

mock_provider "cloudflare" {}
mock_provider "neon" {}
mock_provider "random" {}
mock_provider "hcloud" { source = "./tests/mocks" }
mock_provider "linode" { source = "./tests/mocks" }
mock_provider "tls" { source = "./tests/mocks" }

variables {
  cloudflare_account_id = "0123456789abcdef0123456789abcdef"
  hostname              = "nearcast.example.workers.dev"
  node_image            = "ghcr.io/example/nearcast-sfu-node:1"
  ssh_public_key        = "ssh-ed25519 AAAA you@example.org"
  hcloud_token          = "0000000000000000000000000000000000000000000000000000000000000000"
  linode_token          = "a token"
  regions = {
    eu-central = {
      cloud      = "hetzner"
      location   = "fsn1"
      machine    = "ccx13"
      nodes      = 2
      most_nodes = 6
      position   = { latitude = 50.5, longitude = 12.4 }
    }
    ap-northeast = {
      cloud    = "linode"
      location = "ap-northeast"
      machine  = "g6-dedicated-2"
      position = { latitude = 35.7, longitude = 139.7 }
    }
  }
}

run "without_it_a_region_has_its_nodes" {
  assert {
    condition     = join(" ", keys(output.nodes)) == "ap-northeast-1 eu-central-1 eu-central-2"
    error_message = join(" ", keys(output.nodes))
  }
  assert {
    condition     = keys(output.node_keys) == keys(output.nodes)
    error_message = join(" ", keys(output.node_keys))
  }
  # What the Worker's own reader takes (worker/auth/node-keys.ts).
  assert {
    condition     = jsondecode(output.node_keys["eu-central-1"]) == { kty = "OKP", crv = "Ed25519", x = "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE" }
    error_message = output.node_keys["eu-central-1"]
  }
}

run "with_it_a_region_has_those_numbers_and_their_keys" {
  variables {
    node_numbers = { eu-central = [1, 5] }
  }
  assert {
    condition     = join(" ", keys(output.nodes)) == "ap-northeast-1 eu-central-1 eu-central-5"
    error_message = join(" ", keys(output.nodes))
  }
  assert {
    condition     = keys(output.node_keys) == keys(output.nodes)
    error_message = join(" ", keys(output.node_keys))
  }
  assert {
    condition     = join(" ", keys(output.fleet.eu-central.machines)) == "1 5" && output.fleet.eu-central.most == 6
    error_message = jsonencode(output.fleet)
  }
  # The machine that stays is as old as it was.
  assert {
    condition     = output.fleet.eu-central.machines["1"] == run.without_it_a_region_has_its_nodes.fleet.eu-central.machines["1"]
    error_message = jsonencode(output.fleet)
  }
}

run "npm_run_deploy_gets_all_that_it_needs" {
  # What scripts/deploy/deploy.test.ts has the Worker itself read.
  assert {
    condition     = keys(output.worker_secrets) == ["DATABASE_URL", "FLEET_TOKEN", "TURN_KEY_API_TOKEN", "TURN_KEY_ID"]
    error_message = "The Worker's secrets are others."
  }
  assert {
    condition     = output.edge_url == "https://nearcast.example.workers.dev" && length(output.deploy_arguments) == 0
    error_message = jsonencode(output.deploy_arguments)
  }
}

run "with_a_hostname_of_ones_own_it_leads_to_the_worker" {
  variables {
    cloudflare_zone_id = "fedcba9876543210fedcba9876543210"
    hostname           = "meet.example.org"
    push_contact       = "mailto:you@example.org"
  }
  assert {
    condition     = output.deploy_arguments == tolist(["--route", "meet.example.org/*"])
    error_message = jsonencode(output.deploy_arguments)
  }
  assert {
    condition     = contains(keys(output.worker_secrets), "PUSH_CONTACT")
    error_message = "The Worker is not told whom push services may write to."
  }
}

run "a_region_may_be_empty" {
  variables {
    node_numbers = { eu-central = [] }
  }
  assert {
    condition     = join(" ", keys(output.nodes)) == "ap-northeast-1"
    error_message = join(" ", keys(output.nodes))
  }
}
