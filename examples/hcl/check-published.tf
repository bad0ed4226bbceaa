resource "opentrain_job" "checked" {
  job_title        = "Bounding boxes in street scenes"
  job_description  = "Draw bounding boxes around cars, bicycles and pedestrians in 2,500 photographs."
  payment_type     = "FIXED_PRICE"
  fixed_price      = 5000
  experience_level = "EXPERT"
  data_volume      = 2500
  data_volume_unit = "NUMBER_OF_FILES"
}

check "published" {
  assert {
    condition     = opentrain_job.checked.status == "OPEN"
    error_message = "The job is ${opentrain_job.checked.status}: ${opentrain_job.checked.draft_url}"
  }
}
