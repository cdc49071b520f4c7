# A machine stays as it was made. Both providers replace one whose user_data is another, which a mock does not know: so what is held here
# is that it is the same.

mock_provider "cloudflare" {}
mock_provider "hcloud" { source = "./tests/mocks" }
mock_provider "linode" { source = "./tests/mocks" }
mock_provider "tls" { source = "./tests/mocks" }

variables {
  region                 = "eu-central"
  cloud                  = "hetzner"
  location               = "fsn1"
  machine                = "ccx13"
  position               = { latitude = 50.5, longitude = 12.4 }
  most_nodes             = 4
  cloudflare_account_id  = "0123456789abcdef0123456789abcdef"
  node_keys_namespace_id = "abc"
  edge_url               = "https://meet.example.org"
  image                  = "ghcr.io/example/nearcast-sfu-node:1"
  ssh_public_key         = "ssh-ed25519 AAAA old@example.org"
}

run "a_machine_at_hetzner" {
  module { source = "./modules/sfu-node" }
}

run "as_long_as_nothing_is_changed_none_is_outdated" {
  module { source = "./modules/sfu-node" }
  variables {
    numbers     = [1, 3]
    ssh_sources = ["192.0.2.0/24"]
  }
  assert {
    condition     = length(output.outdated) == 0
    error_message = jsonencode(output.outdated)
  }
}

run "what_is_changed_is_for_the_next_machine_at_hetzner" {
  module { source = "./modules/sfu-node" }
  variables {
    numbers             = [1, 2]
    location            = "nbg1"
    machine             = "ccx23"
    image               = "ghcr.io/example/nearcast-sfu-node:2"
    ssh_public_key      = "ssh-ed25519 BBBB new@example.org"
    metrics_sources     = ["192.0.2.0/24"]
    drain_limit_seconds = 7200
  }
  assert {
    condition = alltrue([for text in ["sfu-node:1", "AAAA old@", "HTTP_HOST=127.0.0.1", "DRAIN_LIMIT_SECONDS=3600"] :
    strcontains(hcloud_server.node["eu-central-1"].user_data, text)])
    error_message = hcloud_server.node["eu-central-1"].user_data
  }
  assert {
    condition = alltrue([for text in ["sfu-node:2", "BBBB new@", "HTTP_HOST=0.0.0.0", "DRAIN_LIMIT_SECONDS=7200"] :
    strcontains(hcloud_server.node["eu-central-2"].user_data, text)])
    error_message = hcloud_server.node["eu-central-2"].user_data
  }
  assert {
    condition     = [for server in hcloud_server.node : "${server.location} ${server.server_type}"] == ["fsn1 ccx13", "nbg1 ccx23"]
    error_message = jsonencode(hcloud_server.node)
  }
  assert {
    condition     = output.outdated == [1]
    error_message = jsonencode(output.outdated)
  }
  # Whoever drains the old one waits as long as that waits itself.
  assert {
    condition     = [for drain in terraform_data.drain : drain.output.limit_seconds] == [3600, 7200]
    error_message = jsonencode(terraform_data.drain)
  }
}

run "a_machine_at_linode" {
  module { source = "./modules/sfu-node" }
  variables {
    cloud    = "linode"
    location = "eu-central"
    machine  = "g6-dedicated-2"
  }
}

run "what_is_changed_is_for_the_next_machine_at_linode" {
  module { source = "./modules/sfu-node" }
  variables {
    cloud          = "linode"
    numbers        = [1, 2]
    location       = "de-fra-2"
    machine        = "g6-dedicated-4"
    image          = "ghcr.io/example/nearcast-sfu-node:2"
    ssh_public_key = "ssh-ed25519 BBBB new@example.org"
  }
  assert {
    condition = alltrue([for text in ["sfu-node:1", "AAAA old@"] :
    strcontains(base64decode(linode_instance.node["eu-central-1"].metadata[0].user_data), text)])
    error_message = base64decode(linode_instance.node["eu-central-1"].metadata[0].user_data)
  }
  assert {
    condition = alltrue([for text in ["sfu-node:2", "BBBB new@"] :
    strcontains(base64decode(linode_instance.node["eu-central-2"].metadata[0].user_data), text)])
    error_message = base64decode(linode_instance.node["eu-central-2"].metadata[0].user_data)
  }
  assert {
    condition = [for node in linode_instance.node : "${node.region} ${node.type} ${node.authorized_keys[0]}"] == [
      "eu-central g6-dedicated-2 ssh-ed25519 AAAA old@example.org",
      "de-fra-2 g6-dedicated-4 ssh-ed25519 BBBB new@example.org",
    ]
    error_message = jsonencode(linode_instance.node)
  }
}
